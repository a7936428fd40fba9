using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>What a group answers to REST.</summary>
internal static class GroupViewMapping
{
    public static Remoting.GroupChanged ToSchema(ConnectionMessages.GroupChanged m) => new() { Group = m.Group.Value, Revision = m.Revision };

    public static ConnectionMessages.GroupChanged ToDomain(Remoting.GroupChanged m) => new(new GroupId(m.Group), m.Revision);

    public static Remoting.GroupInfo ToSchema(ConnectionMessages.GroupInfo m)
    {
        var result = new Remoting.GroupInfo { Group = m.Group.Value, Revision = m.Revision, Name = m.Name, CreatedAt = m.CreatedAt };
        result.Members.Capacity = m.Members.Count;
        foreach (var member in m.Members)
            result.Members.Add(ToSchema(member));
        return result;
    }

    public static ConnectionMessages.GroupInfo ToDomain(Remoting.GroupInfo m)
    {
        var members = new GroupMemberInfo[m.Members.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = ToDomain(m.Members[i]);
        return new ConnectionMessages.GroupInfo(new GroupId(m.Group), m.Revision, m.Name, m.CreatedAt, members);
    }

    public static Remoting.GroupLatest ToSchema(ConnectionMessages.GroupLatest m) => new()
    {
        Group = m.Group.Value, Name = m.Name, Unread = m.Unread, Entry = m.Newest?.ToSchema(),
    };

    public static ConnectionMessages.GroupLatest ToDomain(Remoting.GroupLatest m) =>
        new(new GroupId(m.Group), m.Name, m.Unread, m.Entry?.ToDomain() as GroupMessage);

    public static Remoting.GroupReceiptList ToSchema(ConnectionMessages.GroupReceiptList m)
    {
        var result = new Remoting.GroupReceiptList { Group = m.Group.Value, MessageId = m.MessageId.ToSchema() };
        result.Receipts.Capacity = m.Receipts.Count;
        foreach (var receipt in m.Receipts)
            result.Receipts.Add(ToSchema(receipt));
        return result;
    }

    public static ConnectionMessages.GroupReceiptList ToDomain(Remoting.GroupReceiptList m)
    {
        var receipts = new MemberReceipt[m.Receipts.Count];
        for (var i = 0; i < receipts.Length; i++)
            receipts[i] = new MemberReceipt(new UserId(m.Receipts[i].Member), m.Receipts[i].Delivered, m.Receipts[i].Read);
        return new ConnectionMessages.GroupReceiptList(new GroupId(m.Group), m.MessageId.OrNone(), receipts);
    }

    private static Remoting.GroupMember ToSchema(GroupMemberInfo m)
    {
        var result = new Remoting.GroupMember { Member = m.Member.Value, Role = (int)m.Role, JoinedAt = m.JoinedAt, Muted = m.Muted };
        if (m.MutedUntil is { } until) result.MutedUntil = until;
        return result;
    }

    private static GroupMemberInfo ToDomain(Remoting.GroupMember m) =>
        new(new UserId(m.Member), (GroupRole)m.Role, m.JoinedAt, m.Muted, m.HasMutedUntil ? m.MutedUntil : null);

    private static Remoting.MemberReceipt ToSchema(MemberReceipt r) =>
        new() { Member = r.Member.Value, Delivered = r.Delivered, Read = r.Read };
}
