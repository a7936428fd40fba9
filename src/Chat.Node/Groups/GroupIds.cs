using System.Security.Cryptography;
using System.Text;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary>Ids of new groups: by chance, or made from the creator's own request so that its repetition meets the same group.</summary>
internal sealed class GroupIds(IRandomness randomness)
{
    /// <param name="creator">Two users who choose the same request id make two groups.</param>
    public GroupId New(UserId creator, ClientMessageId? request)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (request is { } id)
            // Neither id holds a control character, so no two pairs are the same text.
            SHA256.HashData(Encoding.UTF8.GetBytes($"group\n{creator.Value}\n{id.Value}"), bytes);
        else
            randomness.Fill(bytes);
        return GroupId.FromRandom(bytes[..GroupId.RandomBytes]);
    }

    /// <summary>The id in the path.</summary>
    public static GroupId In(HttpContext http) =>
        GroupId.TryParse((string?)http.GetRouteValue("id"), out var group)
            ? group
            : throw ProblemException.Invalid("id", "This is not a group's id: 1 to 64 bytes without control characters.");
}
