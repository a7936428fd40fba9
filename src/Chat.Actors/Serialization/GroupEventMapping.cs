using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Google.Protobuf;
using Stored = Chat.Protocol.Schema.Journal.Groups;

namespace Chat.Actors.Serialization;

/// <summary>The events of groups.</summary>
internal static class GroupEventMapping
{
    public static Stored.MessageAccepted ToSchema(GroupEvents.MessageAccepted e) => new()
    {
        Position = e.Position,
        MessageId = e.MessageId.ToSchema(),
        Sender = e.Sender.Value,
        SenderDevice = e.SenderDevice.Value,
        ClientMessageId = e.ClientMessageId.Value,
        Body = e.Body.ToSchema(),
        At = e.At,
        Key = e.Key.ToKeyBytes(),
        Fingerprint = e.Fingerprint,
        Watermarks = e.Watermarks is { } w ? ToSchema(w) : null,
    };

    public static GroupEvents.MessageAccepted ToDomain(Stored.MessageAccepted m) => new(
        m.Position, m.MessageId.OrNone(), new UserId(m.Sender), new DeviceId(m.SenderDevice), new ClientMessageId(m.ClientMessageId),
        m.Body.ToDomain(), m.At, m.Key.ToKey(), m.Fingerprint, m.Watermarks is { } w ? ToDomain(w) : null);

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

    public static Stored.MemberChanged ToSchema(GroupEvents.MemberLeft e) => Changed(e, e.Member, e.Member);

    public static Stored.MemberChanged ToSchema(GroupEvents.MemberUnmuted e) => Changed(e, e.Actor, e.Member);

    public static GroupEvents.MemberRemoved ToRemoved(Stored.MemberChanged m) =>
        new(m.Position, m.Revision, new UserId(m.Actor), new UserId(m.Member), m.At);

    public static GroupEvents.MemberLeft ToLeft(Stored.MemberChanged m) => new(m.Position, m.Revision, new UserId(m.Member), m.At);

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
        var result = new Stored.MemberMuted { Position = e.Position, Revision = e.Revision, Actor = e.Actor.Value, Member = e.Member.Value, At = e.At };
        if (e.Until is { } until) result.Until = until;
        return result;
    }

    public static GroupEvents.MemberMuted ToDomain(Stored.MemberMuted m) =>
        new(m.Position, m.Revision, new UserId(m.Actor), new UserId(m.Member), m.HasUntil ? m.Until : null, m.At);

    public static Stored.InviteCreated ToSchema(GroupEvents.InviteCreated e)
    {
        var result = new Stored.InviteCreated
        {
            Invite = e.Invite, SecretHash = ByteString.CopyFrom(e.SecretHash.Span), By = e.By.Value, At = e.At,
        };
        if (e.ExpiresAt is { } expires) result.ExpiresAt = expires;
        if (e.MaxUses is { } uses) result.MaxUses = uses;
        return result;
    }

    public static GroupEvents.InviteCreated ToDomain(Stored.InviteCreated m) => new(
        m.Invite, m.SecretHash.Memory, new UserId(m.By), m.HasExpiresAt ? m.ExpiresAt : null, m.HasMaxUses ? m.MaxUses : null, m.At);

    public static GroupEvents.InviteRevoked ToDomain(Stored.InviteRevoked m) => new(m.Invite, new UserId(m.By), m.At);

    public static Stored.GroupWatermarks ToSchema(GroupWatermarks w)
    {
        var result = new Stored.GroupWatermarks();
        result.Members.Capacity = w.Members.Count;
        foreach (var m in w.Members)
            result.Members.Add(new Stored.MemberMarks
            {
                Member = m.Member, Released = m.Released, Delivered = m.Delivered, Read = m.Read, Noted = m.Noted, Dormant = m.Dormant,
            });
        return result;
    }

    public static GroupWatermarks ToDomain(Stored.GroupWatermarks? m)
    {
        if (m is null || m.Members.Count == 0) return new GroupWatermarks([]);
        var members = new MemberMarks[m.Members.Count];
        for (var i = 0; i < members.Length; i++)
        {
            var marks = m.Members[i];
            members[i] = new MemberMarks(marks.Member, marks.Released, marks.Delivered, marks.Read, marks.Noted, marks.Dormant);
        }

        return new GroupWatermarks(members);
    }

    private static Stored.MemberChanged Changed(GroupChangeEvent e, UserId actor, UserId member) =>
        new() { Position = e.Position, Revision = e.Revision, Actor = actor.Value, Member = member.Value, At = e.At };
}
