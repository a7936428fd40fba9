using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Ids;

/// <summary>
/// A group, named by the server when it is created: <c>group_</c> and random letters and digits. On the wire it is also the name of the
/// group's stream and of its conversation. 1 to 64 bytes of UTF-8 without control characters.
/// </summary>
public readonly record struct GroupId(string Value)
{
    public const int MaxBytes = 64;

    /// <summary>Bytes of randomness in a new id: 100 bits, so that two never meet and nobody finds one by trying.</summary>
    public const int RandomBytes = 20;

    private const string Prefix = "group_";
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789"; // nothing that is easily misread

    public static GroupId FromRandom(ReadOnlySpan<byte> randomness)
    {
        if (randomness.Length != RandomBytes) throw new ArgumentException($"An id takes {RandomBytes} random bytes.", nameof(randomness));
        Span<char> text = stackalloc char[Prefix.Length + RandomBytes];
        Prefix.CopyTo(text);
        for (var i = 0; i < RandomBytes; i++)
            text[Prefix.Length + i] = Alphabet[randomness[i] & 31];
        return new GroupId(new string(text));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out GroupId id)
    {
        if (IdText.IsValid(text, MaxBytes))
        {
            id = new GroupId(text);
            return true;
        }

        id = default;
        return false;
    }

    public override string ToString() => Value;
}
