using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Stored = Chat.Protocol.Schema.Journal.Groups;

namespace Chat.Actors.Serialization;

/// <summary>The changes of a group that its members see.</summary>
internal static class GroupChangeEventMapping
{
    public static Stored.GroupCreated ToSchema(GroupEvents.GroupCreated e)
    {
        var result = new Stored.GroupCreated { Number = e.Number, Owner = e.Owner.Value, Name = e.Name, At = e.At };
        result.Members.AddAll(e.Members);
        return result;
    }

    public static GroupEvents.GroupCreated ToDomain(Stored.GroupCreated m) =>
        new(m.Number, new UserId(m.Owner), m.Name, m.Members.ToUsers(), m.At);

    public static Stored.Renamed ToSchema(GroupEvents.Renamed e) =>
        new() { Position = e.Position, Revision = e.Revision, Actor = e.Actor.Value, Name = e.Name, At = e.At };

    public static GroupEvents.Renamed ToDomain(Stored.Renamed m) => new(m.Position, m.Revision, new UserId(m.Actor), m.Name, m.At);

    public static Stored.MembersAdded ToSchema(GroupEvents.MembersAdded e)
    {
        var result = new Stored.MembersAdded { Position = e.Position, Revision = e.Revision, Actor = e.Actor.Value, At = e.At };
        result.Members.AddAll(e.Members);
        if (e.Invite is { } invite) result.Invite = invite;
        return result;
    }

    public static GroupEvents.MembersAdded ToDomain(Stored.MembersAdded m) =>
        new(m.Position, m.Revision, new UserId(m.Actor), m.Members.ToUsers(), m.HasInvite ? m.Invite : null, m.At);

    public static Stored.MemberChanged ToSchema(GroupEvents.MemberRemoved e) => Changed(e, e.Actor, e.Member);

    public static GroupEvents.MemberRemoved ToRemoved(Stored.MemberChanged m) =>
        new(m.Position, m.Revision, new UserId(m.Actor), new UserId(m.Member), m.At);

    public static Stored.MemberChanged ToSchema(GroupEvents.MemberLeft e) => Changed(e, e.Member, e.Member);

    public static GroupEvents.MemberLeft ToLeft(Stored.MemberChanged m) => new(m.Position, m.Revision, new UserId(m.Member), m.At);

    public static Stored.MemberChanged ToSchema(GroupEvents.MemberUnmuted e) => Changed(e, e.Actor, e.Member);

    public static GroupEvents.MemberUnmuted ToUnmuted(Stored.MemberChanged m) =>
        new(m.Position, m.Revision, new UserId(m.Actor), new UserId(m.Member), m.At);

    public static Stored.RoleChanged ToSchema(GroupEvents.RoleChanged e) => new()
    {
        Position = e.Position, Revision = e.Revision, Actor = e.Actor.Value, Member = e.Member.Value, Role = (int)e.Role, At = e.At,
    };

    public static GroupEvents.RoleChanged ToDomain(Stored.RoleChanged m) =>
        new(m.Position, m.Revision, new UserId(m.Actor), new UserId(m.Member), (GroupRole)m.Role, m.At);

    public static Stored.MemberMuted ToSchema(GroupEvents.MemberMuted e)
    {
        var result = new Stored.MemberMuted
        {
            Position = e.Position, Revision = e.Revision, Actor = e.Actor.Value, Member = e.Member.Value, At = e.At,
        };
        if (e.Until is { } until) result.Until = until;
        return result;
    }

    public static GroupEvents.MemberMuted ToDomain(Stored.MemberMuted m) =>
        new(m.Position, m.Revision, new UserId(m.Actor), new UserId(m.Member), m.HasUntil ? m.Until : null, m.At);

    private static Stored.MemberChanged Changed(GroupChangeEvent e, UserId actor, UserId member) =>
        new() { Position = e.Position, Revision = e.Revision, Actor = actor.Value, Member = member.Value, At = e.At };
}
