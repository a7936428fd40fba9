using System.Text.Json.Serialization;
using Chat.Domain.Users.Conversations;

namespace Chat.Node.Conversations;

/// <param name="TotalUnread">Over all conversations, also those on other pages; without the muted ones.</param>
internal sealed record ConversationsAnswer(IReadOnlyList<ListedConversation> Conversations, int TotalUnread, string? NextCursor);

/// <summary>Times are Unix milliseconds.</summary>
/// <param name="Kind"><c>direct</c> or <c>group</c>.</param>
/// <param name="Name">Of the group, or as the peer calls himself; null where nobody has said.</param>
/// <param name="ActivityAt">Of the newest message, also where it is not known any more.</param>
internal sealed record ListedConversation(
    string ConversationId, string Kind, string? PeerId, string? GroupId, string? Name, LastMessage? LastMessage, int UnreadCount, bool Muted,
    long? MutedUntil, bool Archived, string? ReadUpTo, long ActivityAt);

/// <param name="SenderId">Null where the server knows only that there was a message.</param>
/// <param name="Content">Null where the server does not have it (any more).</param>
internal sealed record LastMessage(string MessageId, string? SenderId, string? Content, string? MediaUrl, long Timestamp);

/// <summary>What is absent stays as it is.</summary>
/// <param name="MutedUntil">Unix milliseconds; absent beside <c>muted</c>: without end.</param>
internal sealed record ConversationChange(bool? Muted, long? MutedUntil, bool? Archived);

internal sealed record ConversationAnswer(string ConversationId, bool Muted, long? MutedUntil, bool Archived)
{
    public static ConversationAnswer Of(string id, ConversationSettings settings) => new(id, settings.Muted, settings.MutedUntil, settings.Archived);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConversationsAnswer))]
[JsonSerializable(typeof(ConversationChange))]
[JsonSerializable(typeof(ConversationAnswer))]
internal sealed partial class ConversationJson : JsonSerializerContext;
