using Chat.Domain.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>What users ask a group by REST: one shape, told apart by manifest.</summary>
internal static class GroupRequestMapping
{
    public static Remoting.GroupRequest ToSchema(GroupRequest request)
    {
        var result = new Remoting.GroupRequest
        {
            GroupId = request.GroupId.Value, ReplyTo = request.ReplyTo.ToSchema(), Actor = request.Actor.Value,
        };
        switch (request)
        {
            case GroupCommands.CreateGroup c:
                result.Name = c.Name;
                result.Members.AddAll(c.Members);
                break;
            case GroupCommands.RenameGroup c: result.Name = c.Name; break;
            case GroupCommands.AddMembers c: result.Members.AddAll(c.Members); break;
            case GroupCommands.RemoveMember c: result.Members.Add(c.Member.Value); break;
            case GroupCommands.SetRole c:
                result.Members.Add(c.Member.Value);
                result.Role = (int)c.Role;
                break;
            case GroupCommands.MuteMember c:
                result.Members.Add(c.Member.Value);
                if (c.Until is { } until) result.Until = until;
                break;
            case GroupCommands.UnmuteMember c: result.Members.Add(c.Member.Value); break;
            case GroupCommands.GetReceipts c: result.MessageId = c.MessageId.ToSchema(); break;
            case GroupCommands.CreateInvite c:
                result.Secret = c.Secret;
                if (c.ExpiresAt is { } expires) result.ExpiresAt = expires;
                if (c.MaxUses is { } uses) result.MaxUses = uses;
                break;
            case GroupCommands.RevokeInvite c: result.Invite = c.Invite; break;
            case GroupCommands.JoinByInvite c: result.Secret = c.Secret; break;
            case GroupCommands.LookAtInvite c: result.Secret = c.Secret; break;
        }

        return result;
    }

    public static GroupCommands.CreateGroup ToCreate(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Name, m.Members.ToUsers());

    public static GroupCommands.RenameGroup ToRename(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Name);

    public static GroupCommands.AddMembers ToAdd(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Members.ToUsers());

    public static GroupCommands.RemoveMember ToRemove(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), Member(m));

    public static GroupCommands.SetRole ToSetRole(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), Member(m), (GroupRole)m.Role);

    public static GroupCommands.MuteMember ToMute(Remoting.GroupRequest m) =>
        new(Group(m), ReplyTo(m), Actor(m), Member(m), m.HasUntil ? m.Until : null);

    public static GroupCommands.UnmuteMember ToUnmute(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), Member(m));

    public static GroupCommands.GetGroup ToGet(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m));

    public static GroupCommands.GetReceipts ToReceipts(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.MessageId.OrNone());

    public static GroupCommands.CreateInvite ToCreateInvite(Remoting.GroupRequest m) => new(
        Group(m), ReplyTo(m), Actor(m), m.Secret, m.HasExpiresAt ? m.ExpiresAt : null, m.HasMaxUses ? m.MaxUses : null);

    public static GroupCommands.RevokeInvite ToRevokeInvite(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Invite);

    public static GroupCommands.ListInvites ToListInvites(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m));

    public static GroupCommands.JoinByInvite ToJoin(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Secret);

    public static GroupCommands.LookAtInvite ToLookAt(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Secret);

    private static GroupId Group(Remoting.GroupRequest m) => new(m.GroupId);

    private static ConnectionAddress ReplyTo(Remoting.GroupRequest m) => m.ReplyTo.ToDomain();

    private static UserId Actor(Remoting.GroupRequest m) => new(m.Actor);

    private static UserId Member(Remoting.GroupRequest m) => new(m.Members.Count > 0 ? m.Members[0] : "");
}
