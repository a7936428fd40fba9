using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What a client shows of its conversations: the same on all devices of a user.</summary>
internal sealed partial class SimDevice
{
    /// <summary>The epoch of no log here: numbers begin with 1.</summary>
    private const string ForeignEpoch = "e0";

    /// <summary>Lost for good: it never connects again.</summary>
    public bool IsGone { get; private set; }

    public Dictionary<GroupId, MessageId> GroupsReadElsewhere { get; } = [];

    public Dictionary<ConversationPartner, (long Position, ConversationSettings Settings)> Settings { get; } = [];

    public void Receive(ConnectionMessages.PushConversationEcho m)
    {
        if (m.Position >= Settings.GetValueOrDefault(m.With).Position) Settings[m.With] = (m.Position, m.Settings);
        Store(m.Position);
        ScheduleAck();
    }

    /// <summary>It comes back with the positions of another log: restored from a backup, or after the server was set up anew.</summary>
    public void BringForeignPositions()
    {
        if (!sync || Connection is not null) return;
        Epoch = ForeignEpoch;
        Position = world.Random.Next(10_000);
        _positions.Clear();
        foreach (var group in _groupPositions.Keys.ToList())
            _groupPositions[group] = world.Random.Next(100);
    }

    public void Lose()
    {
        IsGone = true;
        Connection?.Die(tell: false);
    }

    /// <summary>Ids of the conversation, in the order in which the client shows them.</summary>
    public SortedSet<MessageId> Holds(ConversationPartner with)
    {
        var held = new SortedSet<MessageId>();
        foreach (var (draft, message) in _acked)
            if (draft.To == (with.Group is { } to ? EntityAddress.Of(to) : EntityAddress.Of(with.Peer)))
                held.Add(message);
        if (with.Group is { } group)
        {
            foreach (var entry in EntriesOf(group).Values)
                if (entry is GroupMessage message) held.Add(message.MessageId);
            return held;
        }

        foreach (var message in Messages.Concat(Echoes))
            if (world.PartnerOf(message, user) == with.Peer)
                held.Add(message);
        return held;
    }

    public MessageId HasRead(ConversationPartner with)
    {
        var (here, elsewhere) = with.Group is { } group
            ? (GroupsRead.GetValueOrDefault(group), GroupsReadElsewhere.GetValueOrDefault(group))
            : (ReadUpTo.GetValueOrDefault(with.Peer), ReadElsewhere.GetValueOrDefault(with.Peer));
        return here > elsewhere ? here : elsewhere;
    }
}
