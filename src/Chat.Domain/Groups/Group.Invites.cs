using System.Security.Cryptography;
using Chat.Domain.Connections;
using Chat.Domain.Groups.Invites;
using Chat.Domain.Groups.Members;
using Chat.Protocol.Frames;

namespace Chat.Domain.Groups;

/// <summary>Links by which people add themselves: who knows the secret is let in, as long as the link is good.</summary>
public sealed partial class Group
{
    private void CreateInvite(GroupCommands.CreateInvite c, GroupMember actor, long now, GroupEffects effects)
    {
        var hash = Invite.Hash(c.Secret);
        var name = Invite.NameOf(hash);
        if (actor.Role < GroupRole.Admin)
            Fail(c, ErrorCode.Forbidden, "Only admins invite by link.", effects);
        else if (State.Invites.TryGetValue(name, out var known))
            effects.Tell(c.ReplyTo, new ConnectionMessages.InviteCreated(_id, known.ToInfo()));
        else if (c.ExpiresAt <= now || c.MaxUses < 1)
            Fail(c, ErrorCode.InvalidValue, "Such an invitation could never be used.", effects);
        else
        {
            // A full place is kept only by invitations that are still good for something.
            foreach (var useless in State.Invites.Values.Where(i => !i.IsUsableAt(now)).ToList())
                Change(new GroupEvents.InviteRevoked(useless.Id, c.Actor, now), null, null, effects);
            if (State.Invites.Values.Count(i => i.IsUsableAt(now)) >= _limits.Invites)
                Fail(c, ErrorCode.Forbidden, $"A group has at most {_limits.Invites} invitations; revoke one first.", effects);
            else
                Change(new GroupEvents.InviteCreated(name, hash, c.Actor, c.ExpiresAt, c.MaxUses, now), c, null, effects);
        }
    }

    private void RevokeInvite(GroupCommands.RevokeInvite c, GroupMember actor, long now, GroupEffects effects)
    {
        if (actor.Role < GroupRole.Admin)
            Fail(c, ErrorCode.Forbidden, "Only admins revoke invitations.", effects);
        else if (!State.Invites.ContainsKey(c.Invite))
            NothingToDo(c, effects);
        else
            Change(new GroupEvents.InviteRevoked(c.Invite, c.Actor, now), c, null, effects);
    }

    private void ListInvites(GroupCommands.ListInvites c, GroupMember actor, long now, GroupEffects effects)
    {
        if (actor.Role < GroupRole.Admin)
            Fail(c, ErrorCode.Forbidden, "Only admins see invitations.", effects);
        else
            effects.Tell(c.ReplyTo, new ConnectionMessages.InviteList(
                _id, [.. State.Invites.Values.Where(i => i.IsUsableAt(now)).Select(i => i.ToInfo())]));
    }

    private void Join(GroupCommands.JoinByInvite c, long now, GroupEffects effects)
    {
        if (!State.IsCreated)
        {
            Fail(c, ErrorCode.GroupNotFound, "There is no group with this id.", effects);
            return;
        }

        if (State.Members.FindMember(c.Actor) is not null)
        {
            NothingToDo(c, effects);
            return;
        }

        if (Opened(c, c.Secret, now, effects) is { } invite)
            AddNew(c, [c.Actor], invite.Id, now, effects);
    }

    /// <summary>Who is in already is shown the group even where the invite would let nobody in any more.</summary>
    private void LookAt(GroupCommands.LookAtInvite c, long now, GroupEffects effects)
    {
        var isMember = State.Members.FindMember(c.Actor) is not null;
        if (!State.IsCreated)
            Fail(c, ErrorCode.GroupNotFound, "There is no group with this id.", effects);
        else if (isMember || Opened(c, c.Secret, now, effects) is not null)
            effects.Tell(c.ReplyTo, new ConnectionMessages.InviteSeen(_id, State.Name, State.Members.Count, isMember));
    }

    /// <summary>The invite that the secret is good for; null, and the asker has been told, where there is none.</summary>
    private Invite? Opened(GroupRequest request, string secret, long now, GroupEffects effects)
    {
        var hash = Invite.Hash(secret);
        if (!State.Invites.TryGetValue(Invite.NameOf(hash), out var invite) || !CryptographicOperations.FixedTimeEquals(invite.SecretHash.Span, hash))
            Fail(request, ErrorCode.NotMember, "This invitation does not exist (any more).", effects);
        else if (!invite.IsUsableAt(now))
            Fail(request, ErrorCode.NotMember, "This invitation has expired or was used up.", effects);
        else
            return invite;
        return null;
    }
}
