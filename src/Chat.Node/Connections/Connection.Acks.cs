using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>Delivery acks of one burst, collected into one command, on the read loop's thread.</summary>
internal sealed partial class Connection
{
    // Ids collected before they are passed on, however long the burst.
    private const int AcksAtOnce = 256;

    private List<MessageId>? _acks;
    private long? _ackedPosition;
    private Dictionary<GroupId, long>? _ackedGroups;

    // Acks that pushed messages have paid for: a device that is given a backlog may ack each message by itself, as fast as it comes.
    private int _ackCredit;

    private void Collect(ClientFrame.DeliveryAck ack, Attachment attachment)
    {
        if (Volatile.Read(ref _ackCredit) > 0)
            Interlocked.Decrement(ref _ackCredit);
        else if (!TakeFrame(requestId: null))
            return;

        if (ack.MessageIds.Count > 0)
        {
            (_acks ??= []).AddRange(ack.MessageIds);
            if (_acks.Count >= AcksAtOnce)
                FlushAcks();
        }

        if (ack.Positions is null)
            return;
        if (!attachment.Sync)
            Refuse(ErrorCode.InvalidValue, "Positions are for connections with the capability sync; ack message ids.", "positions");
        else
            Collect(ack.Positions);
    }

    /// <summary>Whatever is not the inbox is a group's stream; of one that the user is not in, his entity knows nothing.</summary>
    private void Collect(IReadOnlyDictionary<string, long> positions)
    {
        foreach (var (stream, position) in positions)
        {
            if (stream == Attachment.Inbox)
                _ackedPosition = Math.Max(_ackedPosition ?? 0, position);
            else if (GroupId.TryParse(stream, out var group))
                (_ackedGroups ??= [])[group] = Math.Max(_ackedGroups.GetValueOrDefault(group), position);
        }

        if (_ackedGroups is { Count: >= AcksAtOnce })
            FlushAcks();
    }

    /// <summary>One command for all acks of a burst.</summary>
    private void FlushAcks()
    {
        if (_acks is null && _ackedPosition is null && _ackedGroups is null)
            return;
        var (acks, position, groups) = (_acks ?? [], _ackedPosition, _ackedGroups);
        (_acks, _ackedPosition, _ackedGroups) = (null, null, null);
        lock (_sync)
        {
            var attachment = _attachment!;
            if (position is { } stored)
                attachment.Stored(stored);
            _services.Entities.Tell(new UserCommands.AcknowledgeDelivery(attachment.UserId, _address, attachment.Device, acks, position)
            {
                Groups = groups is null ? [] : [.. groups.Select(group => new GroupPosition(group.Key, group.Value))],
            });
            ConfirmShown(_shown?.Acked(acks));
        }
    }
}
