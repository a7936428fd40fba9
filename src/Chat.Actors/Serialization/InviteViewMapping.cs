using Chat.Domain.Connections;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>What a group answers to REST about its invites.</summary>
internal static class InviteViewMapping
{
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

    public static ConnectionMessages.InviteList ToDomain(Remoting.InviteList m)
    {
        var invites = new InviteInfo[m.Invites.Count];
        for (var i = 0; i < invites.Length; i++)
            invites[i] = ToDomain(m.Invites[i]);
        return new ConnectionMessages.InviteList(new GroupId(m.Group), invites);
    }

    public static Remoting.InviteSeen ToSchema(ConnectionMessages.InviteSeen m) =>
        new() { Group = m.Group.Value, Name = m.Name, MemberCount = m.MemberCount, IsMember = m.IsMember };

    public static ConnectionMessages.InviteSeen ToDomain(Remoting.InviteSeen m) =>
        new(new GroupId(m.Group), m.Name, m.MemberCount, m.IsMember);

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
