using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>A group's answers to REST.</summary>
internal static class GroupAnswerMapping
{
    public static Remoting.GroupChanged ToSchema(ConnectionMessages.GroupChanged m) => new() { Group = m.Group.Value, Revision = m.Revision };

    public static ConnectionMessages.GroupChanged ToDomain(Remoting.GroupChanged m) => new(new GroupId(m.Group), m.Revision);

    public static Remoting.GroupInfo ToSchema(ConnectionMessages.GroupInfo m)
    {
        var result = new Remoting.GroupInfo { Group = m.Group.Value, Revision = m.Revision, Name = m.Name, CreatedAt = m.CreatedAt };
        foreach (var member in m.Members)
            result.Members.Add(ToSchema(member));
        return result;
    }

    public static ConnectionMessages.GroupInfo ToDomain(Remoting.GroupInfo m) =>
        new(new GroupId(m.Group), m.Revision, m.Name, m.CreatedAt, [.. m.Members.Select(ToDomain)]);

    public static Remoting.GroupReceiptList ToSchema(ConnectionMessages.GroupReceiptList m)
    {
        var result = new Remoting.GroupReceiptList { Group = m.Group.Value, MessageId = m.MessageId.ToSchema() };
        foreach (var receipt in m.Receipts)
            result.Receipts.Add(new Remoting.MemberReceipt { Member = receipt.Member.Value, Delivered = receipt.Delivered, Read = receipt.Read });
        return result;
    }

    public static ConnectionMessages.GroupReceiptList ToDomain(Remoting.GroupReceiptList m) => new(
        new GroupId(m.Group), m.MessageId.OrNone(),
        [.. m.Receipts.Select(r => new MemberReceipt(new UserId(r.Member), r.Delivered, r.Read))]);

    public static Remoting.InviteCreated ToSchema(ConnectionMessages.InviteCreated m) =>
        new() { Group = m.Group.Value, Invite = ToSchema(m.Invite) };

    public static ConnectionMessages.InviteCreated ToDomain(Remoting.InviteCreated m) =>
        new(new GroupId(m.Group), ToDomain(m.Invite ?? new Remoting.Invite()));

    public static Remoting.InviteList ToSchema(ConnectionMessages.InviteList m)
    {
        var result = new Remoting.InviteList { Group = m.Group.Value };
        foreach (var invite in m.Invites)
            result.Invites.Add(ToSchema(invite));
        return result;
    }

    public static ConnectionMessages.InviteList ToDomain(Remoting.InviteList m) => new(new GroupId(m.Group), [.. m.Invites.Select(ToDomain)]);

    public static Remoting.InviteSeen ToSchema(ConnectionMessages.InviteSeen m) =>
        new() { Group = m.Group.Value, Name = m.Name, MemberCount = m.MemberCount, IsMember = m.IsMember };

    public static ConnectionMessages.InviteSeen ToDomain(Remoting.InviteSeen m) => new(new GroupId(m.Group), m.Name, m.MemberCount, m.IsMember);

    private static Remoting.GroupMember ToSchema(GroupMemberInfo m)
    {
        var result = new Remoting.GroupMember { Member = m.Member.Value, Role = (int)m.Role, JoinedAt = m.JoinedAt, Muted = m.Muted };
        if (m.MutedUntil is { } until) result.MutedUntil = until;
        return result;
    }

    private static GroupMemberInfo ToDomain(Remoting.GroupMember m) =>
        new(new UserId(m.Member), (GroupRole)m.Role, m.JoinedAt, m.Muted, m.HasMutedUntil ? m.MutedUntil : null);

    private static Remoting.Invite ToSchema(InviteInfo i)
    {
        var result = new Remoting.Invite { Invite_ = i.Invite, By = i.By.Value, CreatedAt = i.CreatedAt, Uses = i.Uses };
        if (i.ExpiresAt is { } expires) result.ExpiresAt = expires;
        if (i.MaxUses is { } uses) result.MaxUses = uses;
        return result;
    }

    private static InviteInfo ToDomain(Remoting.Invite m) => new(
        m.Invite_, new UserId(m.By), m.CreatedAt, m.HasExpiresAt ? m.ExpiresAt : null, m.HasMaxUses ? m.MaxUses : null, m.Uses);
}
