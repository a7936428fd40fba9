using Chat.Domain.Groups;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>
/// What a device without <c>sync</c> has been shown (P4, rule 6): it can ack only messages, so any other durable frame counts as
/// shown once the device has acked a message or echo, or answered a ping, that was written after it. Guarded by the connection's lock.
/// </summary>
internal sealed class ShownTracker
{
    // Echoes whose ack would be recognised; of more than these, the newest. The others wait for a ping.
    private const int Echoes = 64;

    private long _written;
    private long _confirmed;
    private MessageId _probe;
    private long _probeCovers;
    private Queue<(MessageId Id, long Position)>? _echoes;
    private long _ping;
    private long _pingCovers;

    // Changes of groups come rarely and in streams of their own: they wait for a ping. The newest position of each, in the order written.
    private List<GroupPosition>? _groups;
    private int _groupsPinged;

    /// <summary>Whether a ping would confirm something.</summary>
    public bool IsPending => (_written > _confirmed && (_ping == 0 || _pingCovers < _written)) || _groups?.Count > _groupsPinged;

    public bool IsSettled => _written <= _confirmed && _groups is null;

    /// <summary>Whether the frame is durable, and nothing that a device can ack by its id.</summary>
    public static bool IsUnackable(ServerFrame frame) => PositionOf(frame) > 0 || GroupPositionOf(frame) is not null;

    public void Written(ServerFrame frame)
    {
        if (PositionOf(frame) is > 0 and var position)
        {
            _written = Math.Max(_written, position);
            if (frame is ServerFrame.MessageEcho echo)
                Remember(echo);
        }
        else if (GroupPositionOf(frame) is { } place)
            (_groups ??= []).Add(place);
        // The first message behind it: none with its id or a higher one can have been acked before. One that is pushed again after a
        // new attachment has a lower position, and proves nothing.
        else if (frame is ServerFrame.Message message && _probe.IsNone && _written > _confirmed && message.Seq > _written)
            (_probe, _probeCovers) = (message.MessageId, _written);
    }

    public void PingWritten(long number) => (_ping, _pingCovers, _groupsPinged) = (number, _written, _groups?.Count ?? 0);

    /// <returns>What is shown now; null where that is nothing new.</returns>
    public Shown? Acked(IReadOnlyList<MessageId> messages)
    {
        var position = Math.Max(CoveredByProbe(messages), CoveredByEcho(messages));
        return position == 0 ? null : Confirm(position, 0);
    }

    private long CoveredByProbe(IReadOnlyList<MessageId> messages)
    {
        if (_probe.IsNone || !messages.Any(id => id >= _probe))
            return 0;
        _probe = default;
        return _probeCovers;
    }

    /// <summary>An echo has a message id as a message has, and clients ack it as they ack those.</summary>
    private long CoveredByEcho(IReadOnlyList<MessageId> messages)
    {
        if (_echoes is null)
            return 0;
        long position = 0;
        foreach (var echo in _echoes)
        {
            if (messages.Contains(echo.Id))
                position = echo.Position;
        }

        while (_echoes.TryPeek(out var first) && first.Position <= position)
            _echoes.Dequeue();
        return position;
    }

    private void Remember(ServerFrame.MessageEcho echo)
    {
        _echoes ??= [];
        if (_echoes.Count == Echoes)
            _echoes.Dequeue();
        _echoes.Enqueue((echo.MessageId, echo.Seq));
    }

    /// <inheritdoc cref="Acked"/>
    public Shown? Pong(long number)
    {
        if (_ping == 0 || number != _ping)
            return null;
        _ping = 0;
        return Confirm(_pingCovers, _groupsPinged);
    }

    private Shown? Confirm(long position, int groups)
    {
        var isNews = position > _confirmed;
        if (isNews)
            _confirmed = position;
        if (_written <= _confirmed)
            _echoes = null;
        if (groups == 0)
            return isNews ? new Shown(position, []) : null;
        var places = _groups![..groups];
        (_groups, _groupsPinged) = (groups == _groups.Count ? null : _groups[groups..], 0);
        return new Shown(isNews ? position : 0, places);
    }

    /// <summary>The inbox position of a durable frame that is no message; 0 for any other.</summary>
    private static long PositionOf(ServerFrame frame) => frame switch
    {
        ServerFrame.DeliveryReceipt receipt => receipt.Seq,
        ServerFrame.ReadReceipt receipt => receipt.Seq,
        ServerFrame.ReadEcho echo => echo.Seq,
        ServerFrame.ConversationEcho echo => echo.Seq,
        ServerFrame.MessageEcho echo => echo.Seq,
        _ => 0,
    };

    private static GroupPosition? GroupPositionOf(ServerFrame frame) => frame switch
    {
        ServerFrame.GroupEvent change => new GroupPosition(change.GroupId, change.Seq),
        ServerFrame.SyncGap { Seq: { } position } gap => new GroupPosition(new GroupId(gap.ConversationId), position),
        _ => null,
    };
}

/// <param name="Position">Of the inbox; 0 where nothing of it is new.</param>
/// <param name="Groups">Of a group several, where it has changed several times.</param>
internal readonly record struct Shown(long Position, IReadOnlyList<GroupPosition> Groups);
