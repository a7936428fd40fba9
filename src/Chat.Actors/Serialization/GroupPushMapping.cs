using Chat.Domain.Connections;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>The frames of groups on their way to a connection.</summary>
internal static class GroupPushMapping
{
    public static Remoting.PushGroupEntry ToSchema(ConnectionMessages.PushGroupEntry m) =>
        new() { Group = m.Group.Value, Entry = m.Entry.ToSchema(), Previous = m.Previous };

    public static ConnectionMessages.PushGroupEntry ToDomain(Remoting.PushGroupEntry m) =>
        new(new GroupId(m.Group), m.Entry.ToDomain()) { Previous = m.Previous };

    public static Remoting.PushGroupGap ToSchema(ConnectionMessages.PushGroupGap m) =>
        new() { Group = m.Group.Value, Position = m.Position, Reason = m.Reason, Previous = m.Previous };

    public static ConnectionMessages.PushGroupGap ToDomain(Remoting.PushGroupGap m) =>
        new(new GroupId(m.Group), m.Position, m.Reason) { Previous = m.Previous };

    public static Remoting.PushGroupReceipt ToSchema(ConnectionMessages.PushGroupReceipt m) => new()
    {
        Group = m.Group.Value, MessageId = m.MessageId.ToSchema(), DeliveredCount = m.DeliveredCount, ReadCount = m.ReadCount,
        MemberCount = m.MemberCount, Timestamp = m.Timestamp,
    };

    public static ConnectionMessages.PushGroupReceipt ToDomain(Remoting.PushGroupReceipt m) =>
        new(new GroupId(m.Group), m.MessageId.OrNone(), m.DeliveredCount, m.ReadCount, m.MemberCount, m.Timestamp);
}
