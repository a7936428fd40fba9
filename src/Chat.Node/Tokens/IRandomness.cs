using System.Security.Cryptography;

namespace Chat.Node.Tokens;

/// <summary>Where ids and secrets come from; tests put numbers of their own in its place.</summary>
internal interface IRandomness
{
    void Fill(Span<byte> bytes);

    /// <summary>Lower-case base32 (RFC 4648 letters): 5 bits a character, no two of which look alike.</summary>
    string Text(int length)
    {
        const string letters = "abcdefghijklmnopqrstuvwxyz234567";
        Span<byte> bytes = stackalloc byte[length];
        Fill(bytes);
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i++)
            text[i] = letters[bytes[i] & 31];
        return new string(text);
    }
}

internal sealed class CryptographicRandomness : IRandomness
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
