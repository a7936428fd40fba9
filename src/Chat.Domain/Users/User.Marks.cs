using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// Cumulative marks: their positions in the inbox, and their way into the journal as one merged event, with the next append or a
/// moment later.
/// </summary>
public sealed partial class User
{
    private RareSet<Device> _touchedDevices;
    private RareSet<Conversation> _touchedConversations;
    private RareSet<(Conversation, EntryKind)> _deferred;
    private bool _lastSeenTouched;
    private long _lastSeen;
    private long _watermarksDue = long.MaxValue;
    private long _watermarksTakenAt;

    /// <summary>
    /// An entry is issued this far beyond the last position, so that marks shown while it is being written can take positions before
    /// it: what a device has been shown is always below what it has not, and a cumulative ack never covers an unseen message.
    /// </summary>
    private const long PositionStride = 64;

    /// <summary>
    /// Live marks may run ahead of the journal by fewer positions than a restart skips: a position that a client has seen is never
    /// given to something else.
    /// </summary>
    private const long PositionGap = 1024;
    private const long MaxVolatilePositions = 1000;
    private const long DeferredRetryMs = 1000;

    /// <summary>Under load an append carries the marks at most this often; a row grows by some hundred bytes with them.</summary>
    private const long PiggybackIntervalMs = 500;

    private long NextEntryPosition()
    {
        _pending.LastPosition = Math.Max(State.Head, _pending.LastPosition) + PositionStride;
        _pending.Positions.Enqueue(_pending.LastPosition);
        return _pending.LastPosition;
    }

    private bool TryNextMarkPosition(out long position)
    {
        position = State.Head + 1;
        if (_reservedBy is not null) return false; // nothing is shown beyond a place that is not filled yet
        var end = State.CommittedHead + MaxVolatilePositions;
        if (_pending.Positions.TryPeek(out var next)) end = Math.Min(end, next);
        if (position >= end) return false;
        State.Head = position;
        return true;
    }

    /// <summary>Gives a mark that has moved its place at the end of the inbox; its older place is given up.</summary>
    private void PlaceMark(Conversation c, EntryKind kind, IReadOnlyList<MessageId>? ids, DeviceId? readOn, long now, Effects effects)
    {
        Touch(c, now, kind == EntryKind.ReadEcho ? _limits.ReadDelay : _limits.ReceiptDelay);
        var old = EntryOf(c, kind);
        List<MessageId>? known = ids is { Count: > 0 } ? [.. ids] : null;
        if (old is { Removed: false })
        {
            // Devices that have not been sent the older one get its ids with this one.
            if (old.Ids is { } before && known is not null && before.Count + known.Count <= MaxIds
                && _attachments.Exists(a => a.SentUpTo < old.Position))
                known.InsertRange(0, before);
            if (!_reserved.Remove(old)) State.Inbox.Remove(old);
        }

        if (!TryNextMarkPosition(out var position))
        {
            _deferred.Add((c, kind));
            if (_pending.Positions.Count == 0) _watermarksDue = now; // ran ahead of the journal: let it catch up
            return;
        }

        var entry = new InboxEntry { Position = position, Kind = kind, Conversation = c.Number, Ids = known, ReadOn = readOn };
        TakePlace(c, entry);
        State.Inbox.Append(entry);
    }

    private static void TakePlace(Conversation c, InboxEntry entry)
    {
        var position = entry.Position;
        switch (entry.Kind)
        {
            case EntryKind.PeerDelivered:
                c.Live.PeerDeliveredAt = position;
                c.PeerDeliveredEntry = entry;
                break;
            case EntryKind.PeerRead:
                c.Live.PeerReadAt = position;
                c.PeerReadEntry = entry;
                break;
            default:
                c.Live.ReadAt = position;
                c.ReadEntry = entry;
                break;
        }
    }

    /// <summary>
    /// Marks beyond what may be volatile get their places in the row that is about to be written, and are shown once it is durable.
    /// Not while an entry is on its way: it comes before them, and they have room as soon as it is there.
    /// </summary>
    private long ReserveDeferred()
    {
        if (_deferred.Count == 0 || _pending.Positions.Count > 0 || _reservedBy is not null) return State.Head;
        foreach (var (conversation, kind) in _deferred)
        {
            _pending.LastPosition = Math.Max(State.Head, _pending.LastPosition) + 1;
            var entry = new InboxEntry { Position = _pending.LastPosition, Kind = kind, Conversation = conversation.Number };
            TakePlace(conversation, entry);
            _reserved.Add(entry);
        }

        _deferred.Clear();
        return _pending.LastPosition;
    }

    private readonly List<InboxEntry> _reserved = new(0);
    private Watermarks? _reservedBy;

    private void PlaceReserved(UserEvent @event, long now, Effects effects)
    {
        var watermarks = @event switch
        {
            UserEvents.WatermarksAdvanced e => e.Watermarks,
            UserEvents.GroupNewsNoted e => e.Watermarks,
            _ => null, // an entry on its way reserves nothing
        };
        if (_reservedBy is null || watermarks != _reservedBy) return;
        _reservedBy = null;
        State.Inbox.Insert(_reserved);
        _reserved.Clear();
        PumpAll(now, effects);
    }

    private void PlaceDeferredMarks(long now, Effects effects)
    {
        if (_deferred.Count == 0) return;
        var waiting = _deferred.ToArray();
        _deferred.Clear();
        foreach (var (conversation, kind) in waiting)
            PlaceMark(conversation, kind, null, null, now, effects);
        PumpAll(now, effects);
    }

    /// <summary>After a restart the places follow from the marks; what every device has been shown has none.</summary>
    private void RestoreMarkEntries()
    {
        var shown = State.Devices.All.Count == 0 ? 0 : State.Devices.All.Min(d => d.Shown); // a first device begins at 0
        var lost = new List<InboxEntry>();
        foreach (var c in State.Conversations.All)
        {
            if (c.Live.PeerDeliveredAt > shown)
                lost.Add(c.PeerDeliveredEntry = new InboxEntry { Position = c.Live.PeerDeliveredAt, Kind = EntryKind.PeerDelivered, Conversation = c.Number });
            if (c.Live.PeerReadAt > shown)
                lost.Add(c.PeerReadEntry = new InboxEntry { Position = c.Live.PeerReadAt, Kind = EntryKind.PeerRead, Conversation = c.Number });
            if (c.Live.ReadAt > shown)
                lost.Add(c.ReadEntry = new InboxEntry { Position = c.Live.ReadAt, Kind = EntryKind.ReadEcho, Conversation = c.Number });
            if (c.SetAt > shown && c.SettingsEntry is not { Removed: false }) // a replayed event has put it there
                lost.Add(c.SettingsEntry = new InboxEntry { Position = c.SetAt, Kind = EntryKind.Settings, Conversation = c.Number });
        }

        State.Inbox.Insert(lost);
    }

    private static InboxEntry? EntryOf(Conversation c, EntryKind kind) => kind switch
    {
        EntryKind.PeerDelivered => c.PeerDeliveredEntry,
        EntryKind.PeerRead => c.PeerReadEntry,
        _ => c.ReadEntry,
    };

    private void Touch(Device device, long now)
    {
        _touchedDevices.Add(device);
        DueWithin(now, (long)_limits.WatermarkDelay.TotalMilliseconds);
    }

    private void Touch(Conversation conversation, long now) => Touch(conversation, now, _limits.WatermarkDelay);

    private void Touch(Conversation conversation, long now, TimeSpan within)
    {
        _touchedConversations.Add(conversation);
        DueWithin(now, (long)within.TotalMilliseconds);
    }

    private void TouchLastSeen(long at, long now)
    {
        _lastSeenTouched = true;
        _lastSeen = Math.Max(_lastSeen, at);
        DueWithin(now, (long)_limits.WatermarkDelay.TotalMilliseconds);
    }

    private void DueWithin(long now, long delayMs) => _watermarksDue = Math.Min(_watermarksDue, now + delayMs);

    private void FlushWatermarks(long now, Effects effects)
    {
        if (now < _watermarksDue || !State.IsCreated && !_pending.Created) return;
        Persist(new UserEvents.WatermarksAdvanced(TakeWatermarks(now)), effects);
    }

    /// <summary>What has changed, for the row that is about to be written anyway.</summary>
    private Watermarks? TakeWatermarksForAppend(long now) =>
        _watermarksDue != long.MaxValue && now - _watermarksTakenAt >= PiggybackIntervalMs ? TakeWatermarks(now) : null;

    private Watermarks TakeWatermarks(long now)
    {
        _watermarksDue = long.MaxValue;
        _watermarksTakenAt = now;
        var head = ReserveDeferred();
        var devices = new List<DeviceMarks>(_touchedDevices.Count);
        foreach (var d in _touchedDevices)
            devices.Add(new DeviceMarks(d.Number, d.Cursor, d.Shown, d.LastSeen));
        var conversations = new List<ConversationMarks>(_touchedConversations.Count);
        foreach (var c in _touchedConversations)
            conversations.Add(MarksMapping.ToEvent(c, WithPlace(c), Number));
        var marks = new Watermarks(head, _lastSeenTouched ? _lastSeen : 0, devices, conversations) { Groups = TakeGroupMarks() };
        _touchedDevices.Clear();
        _touchedConversations.RemoveWhere(c => !IsDeferred(c));
        if (_touchedConversations.Count > 0) DueWithin(now, DeferredRetryMs);
        _lastSeenTouched = false;
        if (head > State.Head) _reservedBy = marks;
        return marks;
    }

    /// <summary>A mark is not durable before it has its place: else a restart would think it shown. All others are, as soon as the cursors are.</summary>
    private Marks WithPlace(Conversation c)
    {
        var marks = c.Live;
        if (_deferred.Contains((c, EntryKind.PeerDelivered)))
            (marks.PeerDelivered, marks.PeerDeliveredAt, marks.PeerDeliveredTime) = (c.Committed.PeerDelivered, c.Committed.PeerDeliveredAt, c.Committed.PeerDeliveredTime);
        if (_deferred.Contains((c, EntryKind.PeerRead)))
            (marks.PeerRead, marks.PeerReadAt, marks.PeerReadTime) = (c.Committed.PeerRead, c.Committed.PeerReadAt, c.Committed.PeerReadTime);
        if (_deferred.Contains((c, EntryKind.ReadEcho)))
            (marks.Read, marks.ReadAt) = (c.Committed.Read, c.Committed.ReadAt);
        return marks;
    }

    private bool IsDeferred(Conversation c) =>
        _deferred.Count > 0 && (_deferred.Contains((c, EntryKind.PeerDelivered)) || _deferred.Contains((c, EntryKind.PeerRead))
                                                                              || _deferred.Contains((c, EntryKind.ReadEcho)));

    /// <summary>Marks are durable: whoever waited for that is told (P3).</summary>
    private void MarksCommitted(Watermarks marks, Effects effects)
    {
        GroupMarksCommitted(marks.Groups);
        foreach (var m in marks.Conversations)
            if (State.Conversations.Find(m.Number) is { ConfirmOwed: true } conversation)
                Confirm(conversation, effects);
    }
}
