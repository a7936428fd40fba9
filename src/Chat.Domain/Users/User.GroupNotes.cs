using Chat.Domain.Groups;
using Chat.Domain.Users.Groups;

namespace Chat.Domain.Users;

/// <summary>
/// The note of a group with news (G4): written where no device is attached, or some are not, or acks do not come. Once it is durable the
/// group may rely on it; it goes when the group has confirmed that all devices have everything (G6).
/// </summary>
public sealed partial class User
{
    /// <summary>Acks that have not come for so long do not come soon.</summary>
    private const long UnacknowledgedMs = 10_000;

    /// <param name="repeats">The group has waited for an answer.</param>
    private void AnswerFanout(GroupPlace place, long token, long position, bool repeats, long now, Effects effects)
    {
        if (_attachments.Count > 0 && !place.Note)
        {
            if (place.Released >= position)
            {
                if (repeats) TellProgress(place, now, effects); // what it was told before was lost
                return;
            }

            if (!DevicesAreAwayBefore(place, position)) return; // their acks will say it
            place.Confirmed = true; // the group has just told us something: we are live
        }

        place.Round++;
        if (IsNoteDurable(place))
        {
            Answer(place, token, position, effects);
            return;
        }

        place.Owed = (token, position);
        WriteNote(place, now, effects);
    }

    /// <summary>Some device that is not attached lacks something up to the position.</summary>
    private bool DevicesAreAwayBefore(GroupPlace place, long position)
    {
        foreach (var cursor in place.Cursors)
            if (cursor.Position < position && AttachmentOf(cursor.Device) is null)
                return true;
        return false;
    }

    private bool IsNoteDurable(GroupPlace place) => place.DropsInFlight == 0 && State.Groups.Find(place.Id) is { Noted: true };

    private void Answer(GroupPlace place, long token, long position, Effects effects)
    {
        place.Note = true;
        effects.Tell(new GroupCommands.AnswerFanout(
            place.Id, _id, Node, _attachments.Count > 0 ? Chat.Domain.Groups.FanoutAnswer.Noted : Chat.Domain.Groups.FanoutAnswer.Dormant,
            token, position, place.Released, place.Delivered)
        {
            History = State.HistoryChoice,
        });
    }

    private void WriteNote(GroupPlace place, long now, Effects effects)
    {
        place.Note = true;
        if (place.NotesInFlight > 0 && place.DropsInFlight == 0) return; // after a drop there must be another
        CreateIfNew(now, effects);
        place.NotesInFlight++;
        Persist(new UserEvents.GroupNewsNoted(place.Id, place.Number, CursorsOf(place), now, TakeWatermarksForAppend(now))
        {
            Unread = place.Unread, Latest = place.Latest, CountedAt = place.CountedAt,
        }, effects);
    }

    private void NoteCommitted(UserEvents.GroupNewsNoted e, Effects effects)
    {
        if (e.Watermarks is { } watermarks) MarksCommitted(watermarks, effects);
        if (FindPlace(e.Group) is not { } place) return;
        place.NotesInFlight--;
        if (place.Owed is not { } owed || !IsNoteDurable(place)) return;
        place.Owed = null;
        place.Round++; // what was asked in between was asked before this answer
        Answer(place, owed.Token, owed.Position, effects);
    }

    private void DropNote(GroupPlace place, long now)
    {
        place.Note = false;
        TouchPlace(place, now); // lazily: a note too many costs one empty pull (G7)
    }

    private static List<GroupCursor> CursorsOf(GroupPlace place)
    {
        var cursors = new List<GroupCursor>(place.Cursors.Count);
        foreach (var cursor in place.Cursors)
            cursors.Add(new GroupCursor(cursor.Device.Number, cursor.Position));
        return cursors;
    }

    // Marks of groups, on their way into the journal with all others.

    private RareSet<GroupPlace> _touchedPlaces;

    private void TouchPlace(GroupPlace place, long now)
    {
        _touchedPlaces.Add(place);
        DueWithin(now, (long)_limits.WatermarkDelay.TotalMilliseconds);
    }

    private List<GroupMarks> TakeGroupMarks()
    {
        var marks = new List<GroupMarks>(_touchedPlaces.Count);
        foreach (var place in _touchedPlaces)
        {
            var lags = place.Note || place.Known > 0 && place.Delivered > place.Released;
            IReadOnlyList<GroupCursor> cursors = place.IsLocated && lags ? CursorsOf(place) : place.Note ? State.Groups.Find(place.Id)?.Cursors ?? [] : [];
            marks.Add(new GroupMarks(place.Id, place.Number, place.Note, place.Read > place.ReadConfirmed ? place.Read : 0, cursors)
            {
                Unread = place.Unread, Latest = place.Latest, CountedAt = place.CountedAt,
                HistoryTold = place.HistoryTold,
            });
            place.ReadKept = place.Read > place.ReadConfirmed;
            if (!place.Note) place.DropsInFlight++;
        }

        _touchedPlaces.Clear();
        return marks;
    }

    private void GroupMarksCommitted(IReadOnlyList<GroupMarks> marks)
    {
        foreach (var mark in marks)
            if (!mark.Noted && FindPlace(mark.Group) is { } place)
                place.DropsInFlight--;
    }
}
