using System.Text;
using Chat.Domain.Groups.Members;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>Who is a member: creating, adding, removing, leaving.</summary>
public sealed partial class Group
{
    /// <summary>
    /// Those who have left lately, volatile: the answer to leaving may be lost, and the same wish again is not one of a stranger.
    /// </summary>
    private RareSet<UserId> _left;

    private const int MaxLeft = 1_000;

    private void Create(GroupCommands.CreateGroup c, long now, GroupEffects effects)
    {
        if (State.IsCreated)
        {
            if (State.Creator != c.Actor) Fail(c, ErrorCode.NotMember, "This group exists.", effects);
            else effects.Tell(c.ReplyTo, Info());
            return;
        }

        var members = c.Members.Where(m => m != c.Actor).Distinct().ToList();
        if (members.Count + 1 > _limits.Members)
            Fail(c, ErrorCode.GroupFull, $"A group has at most {_limits.Members} members.", effects);
        else if (NameProblem(c.Name) is { } problem)
            Fail(c, ErrorCode.InvalidValue, problem, effects);
        else
        {
            NextPosition();
            Change(new GroupEvents.GroupCreated(_reservedNumber, c.Actor, c.Name, members, now), c, null, effects);
        }
    }

    private void Add(GroupCommands.AddMembers c, GroupMember actor, long now, GroupEffects effects)
    {
        if (actor.Role < GroupRole.Admin)
        {
            Fail(c, ErrorCode.Forbidden, "Only admins add members.", effects);
            return;
        }

        AddNew(c, [.. c.Members.Distinct().Where(m => State.Members.FindMember(m) is null)], null, now, effects);
    }

    private void AddNew(GroupRequest c, List<UserId> added, string? invite, long now, GroupEffects effects)
    {
        if (added.Count == 0)
            NothingToDo(c, effects);
        else if (State.Members.Count + added.Count > _limits.Members)
            Fail(c, ErrorCode.GroupFull, $"A group has at most {_limits.Members} members; this one has {State.Members.Count}.", effects);
        else
            Change(new GroupEvents.MembersAdded(NextPosition(), State.Revision + 1, c.Actor, added, invite, now), c, null, effects);
    }

    private void Remove(GroupCommands.RemoveMember c, GroupMember actor, long now, GroupEffects effects)
    {
        if (actor.Role < GroupRole.Admin)
            Fail(c, ErrorCode.Forbidden, "Only admins remove members.", effects);
        else if (State.Members.FindMember(c.Member) is not { } member)
            NothingToDo(c, effects);
        else if (!MayAct(actor, member))
            Fail(c, ErrorCode.Forbidden, "Only the owner removes admins, and nobody removes the owner.", effects);
        else
            Change(new GroupEvents.MemberRemoved(NextPosition(), State.Revision + 1, c.Actor, c.Member, now), c, c.Member, effects);
    }

    private void Leave(GroupCommands.RemoveMember c, long now, GroupEffects effects)
    {
        if (State.Members.FindMember(c.Actor) is not { } member)
        {
            if (!State.IsCreated) Fail(c, ErrorCode.GroupNotFound, "There is no group with this id.", effects);
            else if (_left.Contains(c.Actor) || State.Members.Find(c.Actor) is not null) NothingToDo(c, effects);
            else Fail(c, ErrorCode.NotMember, "Only members can leave the group.", effects);
            return;
        }

        if (_left.Count >= MaxLeft) _left.Clear();
        _left.Add(c.Actor);
        var successor = member.Role == GroupRole.Owner ? State.Members.Successor(member) : null;
        Change(new GroupEvents.MemberLeft(NextPosition(), State.Revision + 1, c.Actor, now), successor is null ? c : null, c.Actor, effects);
        if (successor is not null)
            Change(new GroupEvents.RoleChanged(NextPosition(), State.Revision + 2, c.Actor, successor.User, GroupRole.Owner, now), c, null, effects);
    }

    /// <summary>The owner may act against everybody, admins against those who are none.</summary>
    private static bool MayAct(GroupMember actor, GroupMember against) =>
        actor.Role >= GroupRole.Admin && actor.Role > against.Role;

    private string? NameProblem(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)) return "A group has a name without control characters.";
        return Encoding.UTF8.GetByteCount(name) > _limits.NameBytes ? $"A group's name has at most {_limits.NameBytes} bytes." : null;
    }
}
