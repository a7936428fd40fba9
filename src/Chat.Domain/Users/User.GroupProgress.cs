using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Groups;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// What devices acknowledge and users read of groups, told to the group cumulatively (G2): at once after a pause, then in batches. What a
/// group would not learn by asking again is repeated until it has confirmed it.
/// </summary>
public sealed partial class User
{
    private long _groupsDue = long.MaxValue;

    private const long TellIntervalMs = 100;
    private const long ReadIntervalMs = 20;

    /// <summary>A group confirms once it has written, so not before its watermarks go.</summary>
    private const long TellRetryMs = 13_000;
    private const long ReadRetryMs = 1_000;

    private void GroupDueBy(long due) => _groupsDue = Math.Min(_groupsDue, due);

    private void AcknowledgeGroup(Device device, Attachment? attachment, MessageId id, long now, Effects effects)
    {
        if (_placesByNumber?.GetValueOrDefault(id.Entity) is not { } place || place.CursorOf(device) is not { } cursor) return;
        if (!cursor.Outstanding.Acknowledge(id.Stamp)) return;
        if (attachment is not null) attachment.GroupUnacknowledged--;
        if (cursor.Settle()) Progressed(place, now, effects);
    }

    private void AcknowledgeGroups(IReadOnlyList<GroupPosition> positions, Device device, Attachment? attachment, long now, Effects effects)
    {
        foreach (var (group, position) in positions)
        {
            if (FindPlace(group) is not { } place || place.CursorOf(device) is not { } cursor) continue;
            var upTo = place.Known > 0 ? Math.Min(position, Math.Max(place.Known, cursor.SentUpTo)) : position; // D4
            if (MoveTo(cursor, attachment, upTo)) Progressed(place, now, effects);
        }
    }

    private static bool MoveTo(DeviceCursor cursor, Attachment? attachment, long position)
    {
        var messages = cursor.Outstanding.AcknowledgeUpTo(position);
        if (attachment is not null) attachment.GroupUnacknowledged -= messages;
        return cursor.MoveTo(position);
    }

    private void ConfirmGroupsShown(IReadOnlyList<GroupPosition> positions, Device device, long now, Effects effects)
    {
        foreach (var (group, position) in positions)
        {
            if (FindPlace(group) is not { } place || place.CursorOf(device) is not { } cursor) continue;
            cursor.Outstanding.Shown(position);
            if (cursor.Settle()) Progressed(place, now, effects);
        }
    }

    /// <summary>Some device has moved.</summary>
    private void Progressed(GroupPlace place, long now, Effects effects)
    {
        if (place.Released > place.ReleasedBefore) (place.ReleasedBefore, place.ProgressAt) = (place.Released, now);
        if (place.Note) TouchPlace(place, now); // else all devices will be where the group says that all are
        if (place.Released > place.ToldReleased || place.Delivered > place.ToldDelivered) TellProgressSoon(place, TellIntervalMs, now, effects);
        AskIfDone(place, now, effects);
    }

    private void TellProgressSoon(GroupPlace place, long interval, long now, Effects effects)
    {
        if (now >= place.ToldAt + interval)
        {
            TellProgress(place, now, effects);
            return;
        }

        place.TellDue = Math.Min(place.TellDue, place.ToldAt + interval);
        GroupDueBy(place.TellDue);
    }

    private void TellProgress(GroupPlace place, long now, Effects effects)
    {
        place.ToldAt = now;
        place.TellDue = long.MaxValue;
        (place.ToldReleased, place.ToldDelivered) = place.IsLocated ? (place.Released, place.Delivered) : (0, 0);
        var owes = place.OwesProgress;
        effects.Tell(new GroupCommands.ReportProgress(
            place.Id, _id, Node, place.ToldReleased, place.ToldDelivered, place.Read > place.ReadConfirmed ? place.Read : 0, owes)
        {
            Incarnation = _incarnation, History = State.HistoryChoice,
        });
        if (!owes)
        {
            Settled(place);
            return;
        }

        if (place.OwedSince == long.MaxValue) place.OwedSince = now;
        place.TellDue = now + Backoff(place.Read > place.ReadConfirmed || place.OwesHistory ? ReadRetryMs : TellRetryMs, ++place.TellAttempts);
        GroupDueBy(place.TellDue);
    }

    private void HearGroup(UserCommands.GroupProgressRecorded c, long now, Effects effects)
    {
        var wasAsked = IsAnswer(c) && Recounted(c.Group);
        if ((FindPlace(c.Group) ?? (wasAsked ? PlaceOfRecounted(c.Group, now) : null)) is not { } place) return; // not asked: it may be of long ago
        place.DeliveredConfirmed = Math.Max(place.DeliveredConfirmed, c.Delivered);
        place.ReadConfirmed = Math.Max(place.ReadConfirmed, Math.Min(c.Read, place.Read));
        if (place.Read <= place.ReadConfirmed)
        {
            place.ReadDue = long.MaxValue;
            if (place.ReadKept) TouchPlace(place, now); // our own mark is not needed any more
        }

        // What an earlier incarnation had told may have come after the question of this one: nobody else says then that more has been read.
        if (IsAnswer(c) || place.IsCounted && !c.IsForgotten) ReadCounted(place, c, now, effects);
        if (c.HistoryAt > place.HistoryTold)
        {
            place.HistoryTold = c.HistoryAt;
            TouchPlace(place, now); // else it is told again after a restart
        }

        place.TellAttempts = 0;
        if (place.OwesProgress) place.OwedSince = now; // what is left is younger
        else Settled(place);
    }

    private static void Settled(GroupPlace place)
    {
        place.OwedSince = long.MaxValue;
        place.TellAttempts = 0;
        if (place.ToldReleased == place.Released && place.ToldDelivered == place.Delivered) place.TellDue = long.MaxValue;
    }

    /// <summary>
    /// The user has read a message of a group. The group writes it, for all readers of that moment in one row; only where it does not confirm
    /// in time does the mark go into our own journal (P2).
    /// </summary>
    private void ReadGroup(MessageId id, DeviceId device, long now, Effects effects)
    {
        var place = _placesByNumber?.GetValueOrDefault(id.Entity);
        if (place is null && State.Groups.Find(id.Entity) is { } known) place = FindPlace(known.Id) ?? AddPlace(known.Id, known.Number, now);
        if (place is null)
        {
            _readEarly ??= [];
            if (_readEarly.Count < MaxReadEarly || _readEarly.ContainsKey(id.Entity))
                _readEarly[id.Entity] = _readEarly.TryGetValue(id.Entity, out var before) && before.Id > id ? before : (id, device);
            return;
        }

        if (id.Stamp <= place.Read) return;
        // Of an earlier incarnation: its echo may still be on its way to the device that now repeats an older mark.
        if (State.Conversations.Find(place.Id) is { } conversation && id.Stamp <= conversation.Live.Read) return;
        place.Read = id.Stamp;
        ReadLocally(place, device, now, effects);
        if (place.ReadDue == long.MaxValue) place.ReadDue = now + (long)_limits.ReadDelay.TotalMilliseconds;
        GroupDueBy(place.ReadDue);
        if (place.OwedSince == long.MaxValue) place.OwedSince = now;
        TellProgressSoon(place, ReadIntervalMs, now, effects);
    }

    /// <summary>
    /// Read before the group was heard of, by its number: after a restart a client repeats its mark once, perhaps before that group has spoken
    /// again, and that it exists may not have been in the journal yet.
    /// </summary>
    private Dictionary<long, (MessageId Id, DeviceId Device)>? _readEarly;

    private const int MaxReadEarly = 32;

    private void TakeReadEarly(GroupPlace place, long now, Effects effects)
    {
        if (_readEarly is null || !_readEarly.Remove(place.Number, out var read)) return;
        ReadGroup(read.Id, read.Device, now, effects);
        PumpAll(now, effects);
    }

    private void OweProgress(GroupPlace place, long now)
    {
        if (place.OwedSince == long.MaxValue) place.OwedSince = now;
        place.TellDue = Math.Min(place.TellDue, now);
        GroupDueBy(now);
    }

    private void HearGroup(UserCommands.GroupReceipts c, long now, Effects effects)
    {
        foreach (var attachment in _attachments)
            foreach (var receipt in c.Receipts)
                effects.Tell(attachment.Connection, new ConnectionMessages.PushGroupReceipt(
                    c.Group, receipt.MessageId, receipt.Delivered, receipt.Read, receipt.Members, c.Timestamp));
        if (_attachments.Count > 0) return;
        // Nobody is there to see it: he will, when he is back (P5).
        CreateIfNew(now, effects);
        var place = PlaceOf(c.Group, c.GroupNumber, c.Released, now);
        place.Known = Math.Max(place.Known, c.Head);
        AnswerFanout(place, c.Token, c.Head, repeats: false, now, effects);
    }

    private bool OwesGroups
    {
        get
        {
            foreach (var place in Places)
                if (place.OwedSince != long.MaxValue || place.TellDue != long.MaxValue)
                    return true;
            return false;
        }
    }

    private void TickGroups(long now, Effects effects)
    {
        if (now < _groupsDue) return;
        _groupsDue = long.MaxValue;
        AskForCounts(now, effects);
        foreach (var place in Places)
        {
            if (now >= place.TellDue) TellProgress(place, now, effects);
            if (now >= place.ReadDue) KeepRead(place, now);
            if (now >= place.AskDue)
            {
                place.AskDue = long.MaxValue;
                AskIfDone(place, now, effects);
            }

            RetryPulls(place, now, effects);
            if (place.IsLocated && !place.Note && _attachments.Count > 0 && place.Released < place.Known) NoteIfStalled(place, now, effects);
            _groupsDue = Math.Min(_groupsDue, place.Due);
        }
    }

    private void KeepRead(GroupPlace place, long now)
    {
        place.ReadDue = long.MaxValue;
        _touchedPlaces.Add(place);
        _watermarksDue = now;
    }

    /// <summary>Acks have not come for a while (G4): the group need not wait for them, nor remember how long.</summary>
    private void NoteIfStalled(GroupPlace place, long now, Effects effects)
    {
        if (now >= place.ProgressAt + UnacknowledgedMs)
        {
            place.Confirmed = false;
            WriteNote(place, now, effects);
        }
        else
        {
            GroupDueBy(place.ProgressAt + UnacknowledgedMs);
        }
    }
}
