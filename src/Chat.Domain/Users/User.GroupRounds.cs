using Chat.Domain.Groups;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Groups;

namespace Chat.Domain.Users;

/// <summary>
/// The way back from a note (G6): an entity with a note and a device attached pulls, and asks the group until that has confirmed, in this
/// incarnation, that it is told again (<c>Live</c>) or that the note is not needed any more (<c>CaughtUp</c>).
/// </summary>
public sealed partial class User
{
    private const long AskRetryMs = 2_000;

    /// <summary>In a busy group the devices reach the head again and again.</summary>
    private const long AskIntervalMs = 200;

    /// <summary>What was read and may not have reached its group is told again (R5); notes wait for a device.</summary>
    private void ResumeGroups(long now)
    {
        foreach (var known in State.Groups.All)
            if (known.Read > 0 || known.HistoryTold < State.HistoryChoice.At)
                AddPlace(known.Id, known.Number, now);
    }

    private void GroupAttached(Attachment attachment, long now, Effects effects)
    {
        foreach (var known in State.Groups.All)
            if (known.Noted && FindPlace(known.Id) is null or { IsLocated: false })
                Locate(FindPlace(known.Id) ?? AddPlace(known.Id, known.Number, now), released: 0);
        foreach (var place in Places)
        {
            if (place.CursorOf(attachment.Device) is not { } cursor) continue;
            var before = cursor.Position;
            cursor.Begin(attachment.Claimed(place.Id));
            if (place.Note) place.Confirmed = false;
            if (cursor.Position > before) Progressed(place, now, effects);
            else AskIfDone(place, now, effects);
            if (Lags(place, cursor)) Enqueue(place, attachment, cursor);
        }
    }

    private void GroupDetached(Attachment attachment, long now)
    {
        foreach (var place in Places)
        {
            place.CursorOf(attachment.Device)?.End();
            if (_attachments.Count > 0)
            {
                if (place.Note) AskBy(place, now + AskIntervalMs); // those who stay may have waited for this one
                continue;
            }

            place.Confirmed = false;
            place.AskDue = long.MaxValue;
            place.Recent.Clear();
        }
    }

    /// <summary>Asks where devices have reached what we know of, and the group may not know it.</summary>
    private void AskIfDone(GroupPlace place, long now, Effects effects)
    {
        if (!place.Note || place.Known == 0 || _attachments.Count == 0) return;
        var all = true;
        foreach (var cursor in place.Cursors)
        {
            if (cursor.Position >= place.Known) continue;
            if (AttachmentOf(cursor.Device) is not null) return; // still on its way
            all = false;
        }

        if (!all && place.Confirmed) return;
        var asks = (place.Round, all);
        if (place.Asked == asks && place.AskDue != long.MaxValue && now < place.AskDue) return; // waits for the answer
        if (now < place.AskedAt + AskIntervalMs)
        {
            AskBy(place, place.AskedAt + AskIntervalMs);
            return;
        }

        place.AskAttempts = place.Asked == asks ? place.AskAttempts + 1 : 1;
        place.Asked = asks;
        place.AskedAt = now;
        place.AskDue = now + Backoff(AskRetryMs, place.AskAttempts);
        GroupDueBy(place.AskDue);
        effects.Tell(all
            ? new GroupCommands.CaughtUp(place.Id, _id, Node, place.Round, place.Released)
            : new GroupCommands.Live(place.Id, _id, Node, place.Round, place.Released, place.Delivered));
    }

    private void AskBy(GroupPlace place, long due)
    {
        place.AskDue = Math.Min(place.AskDue, due);
        GroupDueBy(place.AskDue);
    }

    private void HearGroup(UserCommands.GroupCleared c, long now, Effects effects)
    {
        if (Answered(c.Group, c.Round, c.Head, now, effects) is not { } place) return;
        place.Confirmed = true;
        if (place.Released >= c.Head) DropNote(place, now);
        GoOn(place, now, effects);
    }

    private void HearGroup(UserCommands.GroupLiveOk c, long now, Effects effects)
    {
        if (Answered(c.Group, c.Round, c.Head, now, effects) is not { } place) return;
        place.Confirmed = true;
        GoOn(place, now, effects);
    }

    private void HearGroup(UserCommands.GroupMore c, long now, Effects effects)
    {
        if (FindPlace(c.Group) is not { IsLocated: true } place) return;
        place.Known = Math.Max(place.Known, c.Head);
        if (place.Round == c.Round) place.AskDue = long.MaxValue;
        GoOn(place, now, effects);
    }

    private void HearGroup(UserCommands.GroupForgotten c, long now, Effects effects)
    {
        if (Answered(c.Group, c.Round, 0, now, effects) is not { } place) return;
        foreach (var attachment in _attachments)
            if (place.CursorOf(attachment.Device) is { Pull: not 0 } cursor)
                EndPull(attachment, cursor);
        // Cursors stay: acks on their way free their credit (D2), and who is added again goes on without a repetition (G5).
        place.Known = 0;
        place.Unread = 0;
        (place.ReadConfirmed, place.DeliveredConfirmed) = (place.Read, place.Delivered); // nobody wants to know any more
        place.HistoryTold = place.HistoryAt;
        (place.OwedSince, place.TellDue, place.TellAttempts) = (long.MaxValue, long.MaxValue, 0);
        DropNote(place, now);
        PumpAll(now, effects);
    }

    /// <summary>The answer to the last question, unless a fan-out has been answered since: then it is of the past (G6).</summary>
    private GroupPlace? Answered(Protocol.Ids.GroupId group, long round, long head, long now, Effects effects)
    {
        if (FindPlace(group) is not { IsLocated: true } place) return null; // forgotten meanwhile
        place.Known = Math.Max(place.Known, head);
        if (place.Round == round)
        {
            place.AskDue = long.MaxValue;
            return place;
        }

        GoOn(place, now, effects);
        return null;
    }

    private void GoOn(GroupPlace place, long now, Effects effects)
    {
        PumpLagging(place, now, effects);
        AskIfDone(place, now, effects);
    }
}
