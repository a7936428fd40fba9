using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chat.Node.Tokens;
using Chat.Protocol.Entities;

namespace Chat.Node.Accounts.Sessions;

/// <summary>
/// A refresh token: the slot of its user (three hex digits), by which its database is found, and 32 secret bytes. Only its hash is
/// stored.
/// </summary>
internal readonly record struct RefreshSecret
{
    private const int SlotLength = 3;
    private const int SecretBytes = 32;
    private const int Length = SlotLength + 43;

    private RefreshSecret(string text, Slot slot) => (Text, Slot) = (text, slot);

    public string Text { get; }

    public Slot Slot { get; }

    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    public static RefreshSecret Make(Slot slot, IRandomness randomness)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        randomness.Fill(secret);
        return From(slot, secret);
    }

    /// <summary>
    /// The token that follows this one. It is always the same, so a client that lost the answer, or two tabs of a browser that refresh at
    /// once, are given the same again instead of a second line of tokens. Without the key it cannot be told from a random one.
    /// </summary>
    public RefreshSecret Next(byte[] key) => From(Slot, HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Text)));

    public static bool TryParse([NotNullWhen(true)] string? text, out RefreshSecret secret)
    {
        secret = default;
        if (text?.Length != Length || !Base64Url.IsValid(text.AsSpan(SlotLength)) ||
            !int.TryParse(text.AsSpan(0, SlotLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var slot))
            return false;
        secret = new RefreshSecret(text, new Slot(slot));
        return true;
    }

    // A record struct prints its properties; this one must not reach a log.
    public override string ToString() => $"refresh token of slot {Slot}";

    private static RefreshSecret From(Slot slot, ReadOnlySpan<byte> secret) => new(slot.ToString() + Base64Url.EncodeToString(secret), slot);
}
