using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>
/// What a device without <c>sync</c> has been shown (P4, rule 6): it can ack only messages, so any other durable frame counts as
/// shown once the device has acked a message, or answered a ping, that was written after it. Guarded by the connection's lock.
/// </summary>
internal sealed class ShownTracker
{
    private long _written;
    private long _confirmed;
    private MessageId _probe;
    private long _probeCovers;
    private long _ping;
    private long _pingCovers;

    // Changes of groups: they stand in other streams, between messages that the device does ack, so each is confirmed by its own id.
    private List<MessageId>? _changes;
    private int _changesPinged;

    /// <summary>Whether a ping would confirm something.</summary>
    public bool IsPending => (_written > _confirmed && (_ping == 0 || _pingCovers < _written)) || _changes?.Count > _changesPinged;

    public bool IsSettled => _written <= _confirmed && _changes is null;

    /// <summary>Whether the frame is durable and cannot be acked by a device without <c>sync</c>.</summary>
    public static bool IsUnackable(ServerFrame frame) => frame is ServerFrame.GroupEvent || PositionOf(frame) > 0;

    /// <summary>The inbox position of a durable frame that is no message; 0 for any other.</summary>
    public static long PositionOf(ServerFrame frame) => frame switch
    {
        ServerFrame.DeliveryReceipt receipt => receipt.Seq,
        ServerFrame.ReadReceipt receipt => receipt.Seq,
        ServerFrame.ReadEcho echo => echo.Seq,
        ServerFrame.MessageEcho echo => echo.Seq,
        _ => 0,
    };

    public void Written(ServerFrame frame)
    {
        if (PositionOf(frame) is > 0 and var position)
            _written = Math.Max(_written, position);
        else if (frame is ServerFrame.GroupEvent change)
            (_changes ??= []).Add(change.EventId);
        // The first message behind it: none with its id or a higher one can have been acked before. One that is pushed again after a
        // new attachment has a lower position, and proves nothing.
        else if (frame is ServerFrame.Message message && _probe.IsNone && !IsSettled && message.Seq > _written)
            (_probe, _probeCovers) = (message.MessageId, _written);
    }

    public void PingWritten(long number) => (_ping, _pingCovers, _changesPinged) = (number, _written, _changes?.Count ?? 0);

    /// <summary>The changes of groups that the last ping has confirmed; to be asked for behind <see cref="Pong"/>, once.</summary>
    public IReadOnlyList<MessageId> TakeChanges()
    {
        if (_ping != 0 || _changes is null || _changesPinged == 0)
            return [];
        var confirmed = _changes[.._changesPinged];
        _changes = _changes.Count == _changesPinged ? null : _changes[_changesPinged..];
        _changesPinged = 0;
        return confirmed;
    }

    /// <returns>The position up to which everything is shown now; null where that is nothing new.</returns>
    public long? Acked(IReadOnlyList<MessageId> messages)
    {
        if (_probe.IsNone)
            return null;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] >= _probe)
            {
                _probe = default;
                return Confirm(_probeCovers);
            }
        }

        return null;
    }

    /// <inheritdoc cref="Acked"/>
    public long? Pong(long number)
    {
        if (_ping == 0 || number != _ping)
            return null;
        _ping = 0;
        return Confirm(_pingCovers);
    }

    private long? Confirm(long position)
    {
        if (position <= _confirmed)
            return null;
        return _confirmed = position;
    }
}
