using System.Runtime.Serialization;
using Chat.Domain.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>The requests of users about a group; one message of the schema serves them all.</summary>
internal static class GroupRequestMapping
{
    /// <summary>Null for a request that was added without telling us.</summary>
    public static Remoting.GroupRequest? ToSchema(GroupRequest request)
    {
        var result = new Remoting.GroupRequest
        {
            GroupId = request.GroupId.Value, ReplyTo = request.ReplyTo.ToSchema(), Actor = request.Actor.Value,
        };
        switch (request)
        {
            case GroupCommands.GetGroup or GroupCommands.GetStretches or GroupCommands.ListInvites:
                break;
            case GroupCommands.GetLatest r:
                result.Read = r.Read;
                break;
            case GroupCommands.GetReceipts r:
                result.MessageId = r.MessageId.ToSchema();
                break;
            case GroupCommands.CreateGroup r:
                result.Name = r.Name;
                result.Members.AddAll(r.Members);
                break;
            case GroupCommands.RenameGroup r:
                result.Name = r.Name;
                break;
            case GroupCommands.AddMembers r:
                result.Members.AddAll(r.Members);
                break;
            case GroupCommands.RemoveMember r:
                result.Members.Add(r.Member.Value);
                break;
            case GroupCommands.SetRole r:
                result.Members.Add(r.Member.Value);
                result.Role = (int)r.Role;
                break;
            case GroupCommands.MuteMember r:
                result.Members.Add(r.Member.Value);
                if (r.Until is { } until) result.Until = until;
                break;
            case GroupCommands.UnmuteMember r:
                result.Members.Add(r.Member.Value);
                break;
            case GroupCommands.CreateInvite r:
                result.Secret = r.Secret;
                if (r.ExpiresAt is { } expires) result.ExpiresAt = expires;
                if (r.MaxUses is { } uses) result.MaxUses = uses;
                break;
            case GroupCommands.RevokeInvite r:
                result.Invite = r.Invite;
                break;
            case GroupCommands.JoinByInvite r:
                result.Secret = r.Secret;
                break;
            case GroupCommands.LookAtInvite r:
                result.Secret = r.Secret;
                break;
            default:
                return null;
        }

        return result;
    }

    public static GroupCommands.GetGroup ToGet(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m));

    public static GroupCommands.GetLatest ToLatest(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Read);
    public static GroupCommands.GetStretches ToStretches(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m));

    public static GroupCommands.GetReceipts ToReceipts(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.MessageId.OrNone());

    public static GroupCommands.CreateGroup ToCreate(Remoting.GroupRequest m) =>
        new(Group(m), ReplyTo(m), Actor(m), m.Name, m.Members.ToUsers());

    public static GroupCommands.RenameGroup ToRename(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Name);

    public static GroupCommands.AddMembers ToAdd(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Members.ToUsers());

    public static GroupCommands.RemoveMember ToRemove(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), Member(m));

    public static GroupCommands.SetRole ToRole(Remoting.GroupRequest m) =>
        new(Group(m), ReplyTo(m), Actor(m), Member(m), (GroupRole)m.Role);

    public static GroupCommands.MuteMember ToMute(Remoting.GroupRequest m) =>
        new(Group(m), ReplyTo(m), Actor(m), Member(m), m.HasUntil ? m.Until : null);

    public static GroupCommands.UnmuteMember ToUnmute(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), Member(m));

    public static GroupCommands.CreateInvite ToInvite(Remoting.GroupRequest m) => new(
        Group(m), ReplyTo(m), Actor(m), m.Secret, m.HasExpiresAt ? m.ExpiresAt : null, m.HasMaxUses ? m.MaxUses : null);

    public static GroupCommands.RevokeInvite ToRevoke(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Invite);

    public static GroupCommands.ListInvites ToInvites(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m));

    public static GroupCommands.JoinByInvite ToJoin(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Secret);

    public static GroupCommands.LookAtInvite ToLook(Remoting.GroupRequest m) => new(Group(m), ReplyTo(m), Actor(m), m.Secret);

    private static GroupId Group(Remoting.GroupRequest m) => new(m.GroupId);

    private static ConnectionAddress ReplyTo(Remoting.GroupRequest m) => m.ReplyTo.ToDomain();

    private static UserId Actor(Remoting.GroupRequest m) => new(m.Actor);

    private static UserId Member(Remoting.GroupRequest m) => m.Members.Count == 1
        ? new UserId(m.Members[0])
        : throw new SerializationException($"A request about one member names {m.Members.Count}.");
}
