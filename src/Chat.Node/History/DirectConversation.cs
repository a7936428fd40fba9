using Chat.Protocol.Ids;

namespace Chat.Node.History;

/// <summary>The name of a 1:1 conversation, <c>conv_A_B</c>, as one of the two reads it: user ids may hold underscores, so only he knows where they part.</summary>
internal static class DirectConversation
{
    private const string Prefix = "conv_";

    /// <summary>Whether it is one at all; groups have other names.</summary>
    public static bool IsOne(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>With whom; null where <paramref name="self"/> is neither of the two.</summary>
    public static UserId? PeerOf(string id, UserId self)
    {
        var names = id[Prefix.Length..];
        if (names.StartsWith(self.Value + "_", StringComparison.Ordinal) && Peer(names[(self.Value.Length + 1)..]) is { } second) return second;
        return names.EndsWith("_" + self.Value, StringComparison.Ordinal) ? Peer(names[..^(self.Value.Length + 1)]) : null;

        UserId? Peer(string name) => UserId.TryParse(name, out var peer) && ConversationId.Between(self, peer).Value == id ? peer : null;
    }
}
