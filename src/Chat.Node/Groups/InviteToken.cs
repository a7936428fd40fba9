using System.Diagnostics.CodeAnalysis;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary>
/// What an invite link carries: the group and a secret, of which the group keeps only a hash. Whoever holds the link may join, as often and
/// as long as the invite allows.
/// </summary>
internal sealed record InviteToken(GroupId Group, string Secret)
{
    /// <summary>Of 5 bits each: 130 bits, so that nobody finds one by trying.</summary>
    private const int SecretLength = 26;

    private const char Separator = '.';

    /// <summary>The token as it stands in a link.</summary>
    public string Text => $"{Group.Value}{Separator}{Secret}";

    public static InviteToken New(GroupId group, IRandomness randomness) => new(group, randomness.Text(SecretLength));

    public static bool TryParse(string? text, [NotNullWhen(true)] out InviteToken? token)
    {
        // The group's id comes first and may hold a separator of its own.
        var end = text?.LastIndexOf(Separator) ?? -1;
        token = end > 0 && text!.Length - end - 1 == SecretLength && GroupId.TryParse(text[..end], out var group)
            ? new InviteToken(group, text[(end + 1)..])
            : null;
        return token is not null;
    }

    /// <summary>The secret stays out of logs.</summary>
    public override string ToString() => $"invite to {Group}";
}
