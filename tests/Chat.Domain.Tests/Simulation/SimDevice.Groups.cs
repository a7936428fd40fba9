using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>Groups on a client: one stream each, acknowledged like the inbox.</summary>
internal sealed partial class SimDevice
{
    private readonly Dictionary<GroupId, SortedDictionary<long, GroupEntry>> _groups = [];
    private readonly Dictionary<GroupId, long> _groupPositions = [];
    private readonly HashSet<GroupId> _groupsToAck = [];

    /// <summary>Up to where the client was told that it has missed something for good.</summary>
    public Dictionary<GroupId, long> Gaps { get; } = [];

    public Dictionary<GroupId, MessageId> GroupsRead { get; } = [];

    /// <summary>The last counts that it was told of each message.</summary>
    public Dictionary<MessageId, (int Delivered, int Read, int Members)> Receipts { get; } = [];

    public IReadOnlyDictionary<long, GroupEntry> EntriesOf(GroupId group) =>
        _groups.TryGetValue(group, out var entries) ? entries : new SortedDictionary<long, GroupEntry>();

    public bool Has(GroupId group, long position) => _groups.TryGetValue(group, out var entries) && entries.ContainsKey(position);

    public void Receive(GroupId group, GroupEntry entry)
    {
        if (!_groups.TryGetValue(group, out var entries)) _groups.Add(group, entries = []);
        entries.TryAdd(entry.Position, entry); // deduplicated
        Stored(group, entry.Position);
        if (entry is not GroupMessage message) return;
        world.Says(message.MessageId, message.Body);
        _unacked.Add((0, message.MessageId));
    }

    public void Receive(ConnectionMessages.PushGroupGap m)
    {
        Gaps[m.Group] = Math.Max(m.Position, Gaps.GetValueOrDefault(m.Group));
        Stored(m.Group, m.Position);
    }

    public void Receive(ConnectionMessages.PushGroupReceipt m) => Receipts[m.MessageId] = (m.DeliveredCount, m.ReadCount, m.MemberCount);

    public void Read(GroupId group)
    {
        if (!Ready || !_groups.TryGetValue(group, out var entries)) return;
        var messages = entries.Values.OfType<GroupMessage>().Where(m => m.Sender != User).ToList();
        if (messages.Count == 0) return;
        var id = messages[world.Random.Next(messages.Count)].MessageId;
        if (!GroupsRead.TryGetValue(group, out var before) || before < id) GroupsRead[group] = id;
        Up(c => c.Read([id]));
    }

    private void Stored(GroupId group, long position)
    {
        _groupPositions[group] = Math.Max(position, _groupPositions.GetValueOrDefault(group));
        _groupsToAck.Add(group);
        ScheduleAck();
    }

    private List<GroupPosition> GroupsStored() => [.. _groupPositions.Select(p => new GroupPosition(p.Key, p.Value))];

    private List<GroupPosition> TakeGroupAcks()
    {
        List<GroupPosition> acks = [.. _groupsToAck.Select(g => new GroupPosition(g, _groupPositions[g]))];
        _groupsToAck.Clear();
        return acks;
    }
}
