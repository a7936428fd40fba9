using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary>
/// What an invite link carries: the group, the invite, and a secret, of which the group keeps only the hash: whoever reads a journal or a
/// list of invites can join by none of them. Whoever holds the link may join, as often as the invite allows.
/// </summary>
internal sealed record InviteToken(GroupId Group, string Invite, string Secret)
{
    /// <summary>Of 5 bits each: 40 bits that only tell the invites of one group apart, 130 that keep strangers out.</summary>
    private const int InviteLength = 8, SecretLength = 26;

    private const char Separator = '.';

    public static InviteToken New(GroupId group, IRandomness randomness) =>
        new(group, randomness.Text(InviteLength), randomness.Text(SecretLength));

    public static bool TryParse(string? text, [NotNullWhen(true)] out InviteToken? token)
    {
        token = null;
        // The group's id comes first and may hold a separator of its own.
        var parts = text is { Length: <= GroupId.MaxBytes + 64 } ? text.Split(Separator) : [];
        if (parts.Length < 3 || parts[^1].Length != SecretLength || parts[^2].Length != InviteLength
            || !GroupId.TryParse(string.Join(Separator, parts[..^2]), out var group))
            return false;
        token = new InviteToken(group, parts[^2], parts[^1]);
        return true;
    }

    /// <summary>Random bits need no salt and no slow hash.</summary>
    public string SecretHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    /// <summary>The secret stays out of logs.</summary>
    public override string ToString() => $"{Group.Value}{Separator}{Invite}";

    /// <summary>The token as it stands in a link.</summary>
    public string Text => $"{Group.Value}{Separator}{Invite}{Separator}{Secret}";
}
