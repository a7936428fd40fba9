using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>Commands between the entities of two users: receipts and echoes, and their confirmations.</summary>
internal static class PeerCommandMapping
{
    public static Remoting.RecordReceipt ToSchema(UserCommands.RecordReceipt c)
    {
        var result = new Remoting.RecordReceipt
        {
            UserId = c.UserId.Value, Reader = c.Reader.Value, Delivered = c.Delivered.ToSchema(), Read = c.Read.ToSchema(),
            Timestamp = c.Timestamp,
        };
        result.DeliveredIds.AddAll(c.DeliveredIds);
        result.ReadIds.AddAll(c.ReadIds);
        return result;
    }

    public static UserCommands.RecordReceipt ToDomain(Remoting.RecordReceipt m) => new(
        new UserId(m.UserId), new UserId(m.Reader), m.Delivered.OrNone(), m.DeliveredIds.ToIds(), m.Read.OrNone(), m.ReadIds.ToIds(),
        m.Timestamp);

    public static Remoting.ConfirmReceipt ToSchema(UserCommands.ConfirmReceipt c) => new()
    {
        UserId = c.UserId.Value, Sender = c.Sender.Value, Delivered = c.Delivered.ToSchema(), Read = c.Read.ToSchema(),
    };

    public static UserCommands.ConfirmReceipt ToDomain(Remoting.ConfirmReceipt m) =>
        new(new UserId(m.UserId), new UserId(m.Sender), m.Delivered.OrNone(), m.Read.OrNone());

    public static Remoting.RecordEcho ToSchema(UserCommands.RecordEcho c) => new()
    {
        UserId = c.UserId.Value,
        Recipient = c.Recipient.Value,
        MessageId = c.MessageId.ToSchema(),
        ClientMessageId = c.ClientMessageId.Value,
        Device = c.Device.Value,
        Body = c.Body.ToSchema(),
        Timestamp = c.Timestamp,
    };

    public static UserCommands.RecordEcho ToDomain(Remoting.RecordEcho m) => new(
        new UserId(m.UserId), new UserId(m.Recipient), m.MessageId.OrNone(), new ClientMessageId(m.ClientMessageId),
        new DeviceId(m.Device), m.Body.ToDomain(), m.Timestamp);

    public static Remoting.ConfirmEcho ToSchema(UserCommands.ConfirmEcho c) =>
        new() { UserId = c.UserId.Value, Sender = c.Sender.Value, MessageId = c.MessageId.ToSchema() };

    public static UserCommands.ConfirmEcho ToDomain(Remoting.ConfirmEcho m) =>
        new(new UserId(m.UserId), new UserId(m.Sender), m.MessageId.OrNone());
}
