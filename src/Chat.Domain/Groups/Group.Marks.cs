using Chat.Domain.Groups.Members;
using Chat.Domain.Users;

namespace Chat.Domain.Groups;

/// <summary>The places of members on their way into the journal as one merged event, with the next append or a moment later.</summary>
public sealed partial class Group
{
    private readonly List<GroupMember> _touched = new(0);
    private readonly List<(GroupMember Member, UserCommand Answer)> _answers = new(0);
    private readonly Queue<(GroupWatermarks Marks, List<GroupMember> Members, (GroupMember, UserCommand)[] Answers)> _issued = new(0);
    private long _marksDue = long.MaxValue;
    private long _marksTakenAt;

    /// <summary>Under load an append carries the marks at most this often; a row grows by some kilobytes with them.</summary>
    private const long PiggybackIntervalMs = 500;

    private void Touch(GroupMember member, long now, TimeSpan within)
    {
        _marksDue = Math.Min(_marksDue, now + (long)within.TotalMilliseconds);
        if (member.Contact.Touched) return;
        member.Contact.Touched = true;
        _touched.Add(member);
    }

    /// <summary>G6: the answer goes out in the handler of the event that makes it true; where it is true already, at once.</summary>
    private void AnswerWhenDurable(GroupMember member, UserCommand answer, long now, GroupEffects effects)
    {
        var told = member.Contact;
        if (!told.Touched && told.Writes == 0 && member.Live.Dormant == member.Committed.Dormant && member.Live.Noted == member.Committed.Noted)
        {
            Tell(member, answer, effects);
            return;
        }

        Touch(member, now, _limits.AnswerDelay);
        _answers.Add((member, answer));
    }

    private void FlushMarks(long now, GroupEffects effects, bool force)
    {
        if (now < _marksDue && !force) return;
        _marksDue = long.MaxValue;
        if (_touched.Count > 0) Persist(new GroupEvents.WatermarksAdvanced(TakeMarks(now)), effects);
    }

    private GroupWatermarks? TakeMarksForAppend(long now) =>
        _touched.Count > 0 && now - _marksTakenAt >= PiggybackIntervalMs ? TakeMarks(now) : null;

    private GroupWatermarks TakeMarks(long now)
    {
        _marksDue = long.MaxValue;
        _marksTakenAt = now;
        var marks = new List<MemberMarks>(_touched.Count);
        foreach (var member in _touched)
        {
            ref var live = ref member.Live;
            marks.Add(new MemberMarks(member.Number, live.Released, live.Delivered, live.Read, live.Noted, live.Dormant) { History = live.History });
            member.Contact.Touched = false;
            member.Contact.Writes++;
        }

        var watermarks = new GroupWatermarks(marks);
        _issued.Enqueue((watermarks, [.. _touched], [.. _answers]));
        _touched.Clear();
        _answers.Clear();
        return watermarks;
    }

    /// <summary>
    /// A new incarnation that somebody may be waiting for takes a number in the journal (R2): an owner from before, on a node that was only
    /// thought gone, can then accept nothing more that this one does not know of.
    /// </summary>
    private void Claim(GroupEffects effects)
    {
        foreach (var member in State.Members.All)
            if (member is { IsMember: true, Live.Dormant: false })
            {
                var watermarks = new GroupWatermarks([]);
                _issued.Enqueue((watermarks, [], []));
                Persist(new GroupEvents.WatermarksAdvanced(watermarks), effects);
                effects.Claims = true;
                return;
            }
    }

    private void MarksCommitted(GroupWatermarks marks, GroupEffects effects)
    {
        var (issued, members, answers) = _issued.Dequeue();
        if (!ReferenceEquals(issued, marks)) throw new InvalidOperationException("Events come back in the order in which they were issued.");
        foreach (var member in members)
        {
            member.Contact.Writes--;
            if (member.Contact.ConfirmOwed) Confirm(member, effects);
        }

        foreach (var (member, answer) in answers)
            Tell(member, answer, effects);
    }

    /// <summary>Whoever is back also sees what has become of his messages meanwhile (P5).</summary>
    private void Tell(GroupMember member, UserCommand answer, GroupEffects effects)
    {
        effects.Tell(answer);
        if (member.IsMember) TellLatest(member, effects);
    }
}
