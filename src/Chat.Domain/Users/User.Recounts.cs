using Chat.Domain.Groups;
using Chat.Domain.Users.Groups;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// What groups have counted goes into the journal with other marks, so after a crash it may be older than what devices were told; and a group
/// that has told everything does not speak again by itself. Each group that we know of is asked, until it has answered.
/// </summary>
public sealed partial class User
{
    private List<GroupId>? _uncounted;
    private int _recountNext;
    private int _recountRounds;
    private long _recountDue = long.MaxValue;

    /// <summary>Some at a time: after the loss of a node many users ask.</summary>
    private const int RecountsAtOnce = 16;
    private const long RecountIntervalMs = 200;

    private void BeginRecount(long now)
    {
        if (State.Groups.All.Count == 0) return;
        _uncounted = [.. State.Groups.All.Select(known => known.Id)];
        _recountDue = now;
        GroupDueBy(now);
    }

    private void AskForCounts(long now, Effects effects)
    {
        if (_uncounted is null) return;
        if (now >= _recountDue)
        {
            for (var asked = 0; asked < RecountsAtOnce && _recountNext < _uncounted.Count; asked++)
                effects.Tell(new GroupCommands.ReportProgress(_uncounted[_recountNext++], _id, Node, 0, 0, 0, Confirm: true)
                {
                    Incarnation = _incarnation,
                });
            if (_recountNext < _uncounted.Count) _recountDue = now + RecountIntervalMs;
            else (_recountNext, _recountDue) = (0, now + Backoff(AskRetryMs, ++_recountRounds));
        }

        GroupDueBy(_recountDue);
    }

    /// <returns>Whether it had been asked and not answered yet.</returns>
    private bool Recounted(GroupId group)
    {
        if (_uncounted is null || _uncounted.IndexOf(group) is not (>= 0 and var index)) return false;
        _uncounted.RemoveAt(index);
        if (index < _recountNext) _recountNext--;
        if (_uncounted.Count == 0) (_uncounted, _recountDue) = (null, long.MaxValue);
        return true;
    }

    /// <summary>Also where the journal is right: what the group had said before the crash may still be on its way, and has to be known as older.</summary>
    private GroupPlace? PlaceOfRecounted(GroupId group, long now) =>
        State.Groups.Find(group) is { } known ? AddPlace(known.Id, known.Number, now) : null;

    /// <summary>Not one to an earlier incarnation, which may have been on its way for long.</summary>
    private bool IsAnswer(UserCommands.GroupProgressRecorded c) => c.Incarnation == 0 || c.Incarnation == _incarnation;

    private static int? CountIn(UserCommands.GroupProgressRecorded c) => c.IsForgotten ? 0 : c.Unread;
}
