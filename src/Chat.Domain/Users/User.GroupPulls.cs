using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Groups;

namespace Chat.Domain.Users;

/// <summary>
/// Devices that are behind pull (G5, G6): several groups at a time, one after the other in turn, within the credit of the connection and
/// leaving the inbox its share (D3).
/// </summary>
public sealed partial class User
{
    private long _pullNumber;

    private const int PullsAtOnce = 8;
    private const int EntriesPerPull = 32;
    private const long PullRetryMs = 2_000;

    /// <summary>Whether the device is known or thought to miss something; of a note from before we only know that something is there.</summary>
    private static bool Lags(GroupPlace place, DeviceCursor cursor) => cursor.SentUpTo < place.Known || place.Known == 0 && place.Note;

    private void PumpLagging(GroupPlace place, long now, Effects effects)
    {
        foreach (var attachment in _attachments)
        {
            if (place.CursorOf(attachment.Device) is not { } cursor || !Lags(place, cursor)) continue;
            Enqueue(place, attachment, cursor);
            PumpGroups(attachment, now, effects);
        }
    }

    private static void Enqueue(GroupPlace place, Attachment attachment, DeviceCursor cursor)
    {
        if (cursor.Queued || cursor.Pull != 0 || cursor.PullDue != long.MaxValue) return; // waits already, or is tried again later
        cursor.Queued = true;
        attachment.Lagging.Enqueue(place);
    }

    private void PumpGroups(Attachment to, long now, Effects effects)
    {
        while (to.HasLagging && to.Pulls < PullsAtOnce && to.GroupCredit > 0)
        {
            var place = to.Lagging.Dequeue();
            if (place.CursorOf(to.Device) is not { Queued: true } cursor) continue;
            cursor.Queued = false;
            PushRecent(place, to, cursor, now, effects);
            if (!Lags(place, cursor))
            {
                AskIfDone(place, now, effects); // the group has said meanwhile that there is nothing: no answer to a pull will
                continue;
            }

            if (to.GroupCredit > 0) Pull(place, to, cursor, now, effects);
            else Enqueue(place, to, cursor);
        }
    }

    private void PushRecent(GroupPlace place, Attachment to, DeviceCursor cursor, long now, Effects effects)
    {
        while (place.Recent.After(cursor.SentUpTo) is { } next)
        {
            var before = cursor.SentUpTo;
            Push(place, to, cursor, next.Entries, next.From, now, effects);
            if (cursor.SentUpTo == before) return; // no credit
        }
    }

    private void Pull(GroupPlace place, Attachment to, DeviceCursor cursor, long now, Effects effects)
    {
        if (_pullNumber == 0) _pullNumber = _random.NextInt64(1, long.MaxValue / 2); // an answer to an earlier incarnation fits no pull of ours
        cursor.Pull = ++_pullNumber;
        cursor.PullDue = now + PullRetryMs;
        cursor.HasPulled = true;
        cursor.Reserved = Math.Min(to.GroupCredit, EntriesPerPull);
        to.Pulls++;
        to.GroupReserved += cursor.Reserved;
        GroupDueBy(cursor.PullDue);
        effects.Tell(new GroupCommands.PullEntries(
            place.Id, _id, Node, cursor.Pull, place.Round, cursor.SentUpTo == 0 ? 0 : cursor.SentUpTo + 1, cursor.Reserved));
    }

    private void HearGroup(UserCommands.GroupEntries c, long now, Effects effects)
    {
        if (!Pulled(c.Group, c.Pull, c.Head, out var place, out var to, out var cursor)) return;
        Counted(place, c.Unread, c.Head, c.Entries);
        if (c.Previous > cursor.SentUpTo) Skip(place, cursor, c.Previous, now, effects);
        var from = 0;
        while (from < c.Entries.Count && c.Entries[from].Position <= cursor.SentUpTo) from++;
        Push(place, to, cursor, c.Entries, from, now, effects);
        if (c.Entries.Count == 0 && cursor.SentUpTo > place.Known) cursor.Limit(place.Known);
        Continue(place, to, cursor, now, effects);
    }

    /// <summary>There is nothing for the device up to the position: between two stays, or because it had all of it.</summary>
    private void Skip(GroupPlace place, DeviceCursor cursor, long upTo, long now, Effects effects)
    {
        cursor.Outstanding.Add(upTo, 0, acknowledged: true);
        cursor.SentUpTo = upTo;
        if (cursor.Settle()) Progressed(place, now, effects);
    }

    private void HearGroup(UserCommands.GroupGap c, long now, Effects effects)
    {
        if (!Pulled(c.Group, c.Pull, c.Head, out var place, out var to, out var cursor)) return;
        if (c.UpTo > cursor.SentUpTo)
        {
            effects.Tell(to.Connection, new ConnectionMessages.PushGroupGap(place.Id, c.UpTo, "expired") { Previous = to.LastPushed++ });
            // Told until something later is acknowledged: a socket may die first. Where there is nothing later, once must do (G7).
            cursor.Outstanding.Add(c.UpTo, 0, acknowledged: c.UpTo >= c.Head);
            cursor.SentUpTo = c.UpTo;
            if (cursor.Settle()) Progressed(place, now, effects);
        }

        Continue(place, to, cursor, now, effects);
    }

    /// <summary>Finds who had pulled, and gives the credit back that was kept for it; false where nobody waits for this answer (any more).</summary>
    private bool Pulled(
        Protocol.Ids.GroupId group, long pull, long head,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GroupPlace? place,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Attachment? to,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DeviceCursor? cursor)
    {
        place = FindPlace(group);
        cursor = place?.Cursors.Find(c => c.Pull == pull);
        to = cursor is null ? null : AttachmentOf(cursor.Device);
        if (place is null || cursor is null || to is null) return false;
        place.Known = Math.Max(place.Known, head);
        EndPull(to, cursor);
        cursor.Attempts = 0;
        return true;
    }

    private static void EndPull(Attachment to, DeviceCursor cursor)
    {
        to.Pulls--;
        to.GroupReserved -= cursor.Reserved;
        (cursor.Pull, cursor.Reserved, cursor.PullDue) = (0, 0, long.MaxValue);
    }

    /// <summary>To the end of the queue where there is more; so groups take turns.</summary>
    private void Continue(GroupPlace place, Attachment to, DeviceCursor cursor, long now, Effects effects)
    {
        PushRecent(place, to, cursor, now, effects);
        GoOn(place, now, effects); // other devices have learnt with this one how far the group is
        Pump(to, now, effects);
    }

    /// <summary>No answer: the next try is later, and until then neither place nor credit is held.</summary>
    private void RetryPulls(GroupPlace place, long now, Effects effects)
    {
        foreach (var cursor in place.Cursors)
        {
            if (now < cursor.PullDue || AttachmentOf(cursor.Device) is not { } to) continue;
            if (cursor.Pull != 0)
            {
                EndPull(to, cursor);
                cursor.PullDue = now + Backoff(PullRetryMs, ++cursor.Attempts);
            }
            else
            {
                cursor.PullDue = long.MaxValue;
                if (Lags(place, cursor)) Enqueue(place, to, cursor);
            }

            Pump(to, now, effects);
        }
    }
}
