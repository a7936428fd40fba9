using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Stored = Chat.Protocol.Schema.Journal;

namespace Chat.Actors.Serialization;

/// <summary>The events that carry a message's body.</summary>
internal static class MessageEventMapping
{
    public static Stored.MessageQueued ToSchema(UserEvents.MessageQueued e) => new()
    {
        Position = e.Position,
        MessageId = e.MessageId.ToSchema(),
        Sender = e.Sender.Value,
        SenderDevice = e.SenderDevice.Value,
        ClientMessageId = e.ClientMessageId.Value,
        Body = e.Body.ToSchema(),
        At = e.At,
        Key = e.Key.ToSchema(),
        Fingerprint = e.Fingerprint,
        EchoOwed = e.EchoOwed,
        Watermarks = e.Watermarks is { } w ? WatermarkMapping.ToSchema(w) : null,
    };

    public static UserEvents.MessageQueued ToDomain(Stored.MessageQueued m) => new(
        m.Position, m.MessageId.OrNone(), new UserId(m.Sender), new DeviceId(m.SenderDevice), new ClientMessageId(m.ClientMessageId),
        m.Body.ToDomain(), m.At, m.Key.ToKey(), m.Fingerprint, m.EchoOwed,
        m.Watermarks is { } w ? WatermarkMapping.ToDomain(w) : null);

    public static Stored.EchoQueued ToSchema(UserEvents.EchoQueued e) => new()
    {
        Position = e.Position,
        MessageId = e.MessageId.ToSchema(),
        Recipient = e.Recipient.Value,
        Device = e.Device.Value,
        ClientMessageId = e.ClientMessageId.Value,
        Body = e.Body.ToSchema(),
        At = e.At,
        Watermarks = e.Watermarks is { } w ? WatermarkMapping.ToSchema(w) : null,
    };

    public static UserEvents.EchoQueued ToDomain(Stored.EchoQueued m) => new(
        m.Position, m.MessageId.OrNone(), new UserId(m.Recipient), new DeviceId(m.Device), new ClientMessageId(m.ClientMessageId),
        m.Body.ToDomain(), m.At, m.Watermarks is { } w ? WatermarkMapping.ToDomain(w) : null);
}
