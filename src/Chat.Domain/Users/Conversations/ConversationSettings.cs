namespace Chat.Domain.Users.Conversations;

/// <summary>How the user wants a conversation to be treated, on all his devices.</summary>
/// <param name="Muted">Its messages do not count as unread.</param>
/// <param name="MutedUntil">Unix milliseconds; null where the mute has no end.</param>
/// <param name="Archived">Shown apart; what that means is up to the client.</param>
public readonly record struct ConversationSettings(bool Muted, long? MutedUntil, bool Archived)
{
    public bool IsMutedAt(long now) => Muted && (MutedUntil is null || MutedUntil > now);
}
