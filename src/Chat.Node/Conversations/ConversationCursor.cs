using System.Globalization;
using Chat.Domain.Connections;
using Chat.Node.Problems;

namespace Chat.Node.Conversations;

/// <summary>Where a page of conversations ends: activity and partner of its last one.</summary>
internal static class ConversationCursor
{
    public static string Of(ConversationInfo last) => string.Create(CultureInfo.InvariantCulture, $"{last.Activity}.{last.With.Id}");

    /// <exception cref="ProblemException">It is none of ours.</exception>
    public static (long Activity, string Id)? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < text.Length - 1
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var activity)
                ? (activity, text[(dot + 1)..])
                : throw ProblemException.Invalid("cursor", "cursor must be the next_cursor of the page before.");
    }
}
