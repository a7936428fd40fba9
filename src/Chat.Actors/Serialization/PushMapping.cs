using Chat.Domain.Connections;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>The durable frames on their way to a connection.</summary>
internal static class PushMapping
{
    public static Remoting.PushMessage ToSchema(ConnectionMessages.PushMessage m) => new()
    {
        Position = m.Position, MessageId = m.MessageId.ToSchema(), Sender = m.Sender.Value, Body = m.Body.ToSchema(),
        Timestamp = m.Timestamp, Previous = m.Previous,
    };

    public static ConnectionMessages.PushMessage ToDomain(Remoting.PushMessage m) =>
        new(m.Position, m.MessageId.OrNone(), new UserId(m.Sender), m.Body.ToDomain(), m.Timestamp) { Previous = m.Previous };

    public static Remoting.PushEcho ToSchema(ConnectionMessages.PushEcho m) => new()
    {
        Position = m.Position,
        MessageId = m.MessageId.ToSchema(),
        Recipient = m.Recipient.Value,
        Device = m.Device.Value,
        ClientMessageId = m.ClientMessageId.Value,
        Body = m.Body.ToSchema(),
        Timestamp = m.Timestamp,
        Previous = m.Previous,
    };

    public static ConnectionMessages.PushEcho ToDomain(Remoting.PushEcho m) => new(
        m.Position, m.MessageId.OrNone(), new UserId(m.Recipient), new DeviceId(m.Device), new ClientMessageId(m.ClientMessageId),
        m.Body.ToDomain(), m.Timestamp) { Previous = m.Previous };

    public static Remoting.PushReceipt ToSchema(ConnectionMessages.PushDelivered m) =>
        Receipt(m, m.By, m.MessageIds, m.UpTo, m.Timestamp);

    public static ConnectionMessages.PushDelivered ToDelivered(Remoting.PushReceipt m) =>
        new(m.Position, new UserId(m.By), m.MessageIds.ToIds(), m.UpTo.OrNone(), m.Timestamp) { Previous = m.Previous };

    public static Remoting.PushReceipt ToSchema(ConnectionMessages.PushRead m) =>
        Receipt(m, m.By, m.MessageIds, m.UpTo, m.Timestamp);

    public static ConnectionMessages.PushRead ToRead(Remoting.PushReceipt m) =>
        new(m.Position, new UserId(m.By), m.MessageIds.ToIds(), m.UpTo.OrNone(), m.Timestamp) { Previous = m.Previous };

    public static Remoting.PushReadEcho ToSchema(ConnectionMessages.PushReadEcho m)
    {
        var result = new Remoting.PushReadEcho
        {
            Position = m.Position, Peer = m.Peer.Value ?? "", Group = m.Group?.Value ?? "", UpTo = m.UpTo.ToSchema(), UnreadCount = m.UnreadCount,
            TotalUnread = m.TotalUnread, Previous = m.Previous,
        };
        if (m.Device is { } device) result.Device = device.Value;
        return result;
    }

    public static ConnectionMessages.PushReadEcho ToDomain(Remoting.PushReadEcho m) => new(
        m.Position, new UserId(m.Peer), m.UpTo.OrNone(), m.UnreadCount, m.TotalUnread, m.HasDevice ? new DeviceId(m.Device) : null)
    {
        Previous = m.Previous, Group = m.Group.Length > 0 ? new GroupId(m.Group) : null,
    };

    public static Remoting.PushGap ToSchema(ConnectionMessages.PushGap m) =>
        new() { Reason = m.Reason, ResumeAfter = m.ResumeAfter.ToSchema() };

    public static ConnectionMessages.PushGap ToDomain(Remoting.PushGap m) => new(m.Reason, m.ResumeAfter.OrNull());

    private static Remoting.PushReceipt Receipt(
        PushedFrame frame, UserId by, IReadOnlyList<MessageId> ids, MessageId upTo, long timestamp)
    {
        var result = new Remoting.PushReceipt
        {
            Position = frame.Position, By = by.Value, UpTo = upTo.ToSchema(), Timestamp = timestamp, Previous = frame.Previous,
        };
        result.MessageIds.AddAll(ids);
        return result;
    }
}
