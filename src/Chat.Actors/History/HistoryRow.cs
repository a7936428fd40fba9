using Chat.Domain.History;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB.Mapping;

namespace Chat.Actors.History;

/// <summary>A row of the table <c>history</c>.</summary>
internal sealed record HistoryRow
{
    [Column("slot")] public int Slot { get; init; }
    [Column("owner")] public string Owner { get; init; } = "";
    [Column("conversation")] public string Conversation { get; init; } = "";
    [Column("message_id")] public string MessageId { get; init; } = "";
    [Column("at")] public long At { get; init; }
    [Column("sender")] public string Sender { get; init; } = "";
    [Column("device")] public string Device { get; init; } = "";
    [Column("client_message_id")] public string ClientMessageId { get; init; } = "";
    [Column("content")] public string Content { get; init; } = "";
    [Column("media_url")] public string? MediaUrl { get; init; }
    [Column("reply_to")] public string? ReplyTo { get; init; }
    [Column("client_timestamp")] public long ClientTimestamp { get; init; }
    [Column("position")] public long Position { get; init; }

    /// <summary>Kind and id; the slot is a column of its own.</summary>
    public static string NameOf(EntityAddress owner) => $"{owner.KindLetter}/{owner.Id}";

    public static string NameOf(UserId? peer) => peer?.Value ?? "";

    public static HistoryRow Of(EntityAddress owner, HistoryEntry entry) => new()
    {
        Slot = owner.Slot.Value,
        Owner = NameOf(owner),
        Conversation = NameOf(entry.Peer),
        MessageId = entry.MessageId.ToString(),
        At = entry.At,
        Sender = entry.Sender.Value,
        Device = entry.Device.Value,
        ClientMessageId = entry.ClientMessageId.Value,
        Content = Storable(entry.Body.Content),
        MediaUrl = entry.Body.MediaUrl is { } url ? Storable(url) : null,
        ReplyTo = entry.Body.ReplyTo?.ToString(),
        ClientTimestamp = entry.Body.ClientTimestamp,
        Position = entry.Position,
    };

    public HistoryEntry ToEntry() => new(
        Conversation.Length == 0 ? null : new UserId(Conversation), IdOf(MessageId), At, new UserId(Sender), new DeviceId(Device),
        new ClientMessageId(ClientMessageId), new MessageBody(Content, MediaUrl, ReplyTo is null ? null : IdOf(ReplyTo), ClientTimestamp), Position);

    private static MessageId IdOf(string text) => Protocol.Ids.MessageId.TryParse(text, out var id) ? id : default;

    /// <summary>PostgreSQL takes no NUL in a text; a message may hold one.</summary>
    private static string Storable(string text) => text.Contains('\0') ? text.Replace('\0', '\uFFFD') : text;
}
