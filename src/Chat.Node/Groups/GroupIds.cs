using System.Security.Cryptography;
using System.Text;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary>Ids of groups: unguessable by chance, or made from the creator's own request so that its repetition meets the same group.</summary>
internal sealed class GroupIds(IRandomness randomness)
{
    private const string Prefix = "g_";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Of 5 bits each: 130 bits.</summary>
    private const int Length = 26;

    /// <param name="creator">Two users who choose the same request id make two groups.</param>
    public GroupId New(UserId creator, ClientMessageId? request) => new(Prefix + (request is { } id ? Of(creator, id) : randomness.Text(Length)));

    /// <summary>The id in the path; it is ours to make, so one that cannot be ours names no group.</summary>
    public static GroupId In(HttpContext http) =>
        GroupId.TryParse((string?)http.GetRouteValue("id"), out var group)
            ? group
            : throw ProblemException.Invalid("id", "This is not a group's id: 1 to 64 bytes without control characters.");

    private static string Of(UserId creator, ClientMessageId request)
    {
        // Neither id holds a control character, so no two pairs are the same text.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"group\n{creator.Value}\n{request.Value}"));
        return string.Create(Length, hash, static (text, bits) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Letters[bits[i] & 31];
        });
    }
}
