using System.Text.Json.Serialization;
using Chat.Domain.History;
using Chat.Protocol.Ids;

namespace Chat.Node.History;

/// <summary>Times are Unix milliseconds.</summary>
/// <param name="ClientMessageId">Of messages of the one who asks.</param>
internal sealed record KeptMessage(string MessageId, string SenderId, string Content, string? MediaUrl, string? ReplyTo, long Timestamp, string? ClientMessageId)
{
    public static KeptMessage Of(HistoryEntry entry, UserId asker) => new(
        entry.MessageId.ToString(), entry.Sender.Value, entry.Body.Content, entry.Body.MediaUrl, entry.Body.ReplyTo?.ToString(), entry.At,
        entry.Sender == asker ? entry.ClientMessageId.Value : null);
}

/// <param name="History"><c>on</c> or <c>off</c>, by the choice of the one who asks.</param>
/// <param name="HasMore">There are further messages in the direction that was asked for.</param>
/// <param name="KeptSince">Nothing from before is there; null where nothing is kept.</param>
internal sealed record HistoryAnswer(string History, IReadOnlyList<KeptMessage> Messages, bool HasMore, long? KeptSince);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HistoryAnswer))]
internal sealed partial class HistoryJson : JsonSerializerContext;
