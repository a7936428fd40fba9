using Chat.Domain.Users.Conversations;
using Chat.Node.Problems;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Conversations;

/// <summary>The name of a conversation in a path: a group's id, or <c>conv_A_B</c> with the two users in either order.</summary>
internal static class ConversationPath
{
    private const string Prefix = "conv_";

    /// <exception cref="ProblemException">It is no such name, or names two others.</exception>
    public static ConversationPartner Parse(string? text, UserId caller)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return GroupId.TryParse(text, out var group)
                ? group
                : throw ProblemException.Invalid("id", "This is not the name of a conversation: conv_A_B, or a group's id.");

        // User ids may hold an underscore, so the name may be read in two ways: the one that we would write is meant.
        UserId? found = null;
        foreach (var candidate in Others(text[Prefix.Length..], caller.Value))
        {
            if (!UserId.TryParse(candidate, out var peer))
                continue;
            found ??= peer;
            if (ConversationId.Between(caller, peer).Value == text)
                found = peer;
        }

        return found ?? throw new ProblemException(ErrorCode.Forbidden, "Only the two who talk see their conversation.");
    }

    /// <summary>As clients are told it.</summary>
    public static string NameOf(ConversationPartner with, UserId user) =>
        with.IsGroup ? with.Id : ConversationId.Between(user, with.Peer).Value;

    private static IEnumerable<string> Others(string pair, string self)
    {
        if (pair.StartsWith(self + "_", StringComparison.Ordinal))
            yield return pair[(self.Length + 1)..];
        if (pair.EndsWith("_" + self, StringComparison.Ordinal))
            yield return pair[..^(self.Length + 1)];
    }
}
