using Chat.Domain.Groups.Members;
using Chat.Protocol.Frames;

namespace Chat.Domain.Groups;

/// <summary>Name, roles and mutes: who may change them, and the events that do.</summary>
public sealed partial class Group
{
    private void Rename(GroupCommands.RenameGroup c, GroupMember actor, long now, GroupEffects effects)
    {
        if (actor.Role < GroupRole.Admin)
            Fail(c, ErrorCode.Forbidden, "Only admins rename the group.", effects);
        else if (NameProblem(c.Name) is { } problem)
            Fail(c, ErrorCode.InvalidValue, problem, effects);
        else if (c.Name == State.Name)
            NothingToDo(c, effects);
        else
            Change(new GroupEvents.Renamed(NextPosition(), State.Revision + 1, c.Actor, c.Name, now), c, null, effects);
    }

    private void SetRole(GroupCommands.SetRole c, GroupMember actor, long now, GroupEffects effects)
    {
        if (State.Members.FindMember(c.Member) is not { } member)
            Fail(c, ErrorCode.NotMember, "He is not a member of this group.", effects);
        else if (member.Role == c.Role)
            NothingToDo(c, effects); // before the rights: who has handed the group over, and asks again, is not the owner any more
        else if (actor.Role != GroupRole.Owner)
            Fail(c, ErrorCode.Forbidden, "Only the owner gives and takes roles.", effects);
        else if (member == actor)
            Fail(c, ErrorCode.Forbidden, "The owner cannot step down; make somebody else the owner.", effects);
        else if (!Enum.IsDefined(c.Role))
            Fail(c, ErrorCode.InvalidValue, "There is no such role.", effects);
        else
            Change(new GroupEvents.RoleChanged(NextPosition(), State.Revision + 1, c.Actor, c.Member, c.Role, now), c, null, effects);
    }

    private void Mute(GroupCommands.MuteMember c, GroupMember actor, long now, GroupEffects effects)
    {
        if (!MayMute(c, c.Member, actor, out var member, effects)) return;
        if (c.Until <= now)
            Fail(c, ErrorCode.InvalidValue, "The end of the mute has passed.", effects);
        else if (member.IsMutedAt(now) && member.MutedUntil == c.Until)
            NothingToDo(c, effects);
        else
            Change(new GroupEvents.MemberMuted(NextPosition(), State.Revision + 1, c.Actor, c.Member, c.Until, now), c, c.Member, effects);
    }

    private void Unmute(GroupCommands.UnmuteMember c, GroupMember actor, long now, GroupEffects effects)
    {
        if (!MayMute(c, c.Member, actor, out var member, effects)) return;
        if (!member.Muted)
            NothingToDo(c, effects);
        else
            Change(new GroupEvents.MemberUnmuted(NextPosition(), State.Revision + 1, c.Actor, c.Member, now), c, c.Member, effects);
    }

    private bool MayMute(
        GroupRequest c, Protocol.Ids.UserId user, GroupMember actor, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GroupMember? member, GroupEffects effects)
    {
        member = null;
        if (actor.Role < GroupRole.Admin)
            Fail(c, ErrorCode.Forbidden, "Only admins mute members.", effects);
        else if (State.Members.FindMember(user) is not { } found)
            Fail(c, ErrorCode.NotMember, "He is not a member of this group.", effects);
        else if (!MayAct(actor, found))
            Fail(c, ErrorCode.Forbidden, "Admins mute members only, and nobody mutes the owner.", effects);
        else
            member = found;
        return member is not null;
    }
}
