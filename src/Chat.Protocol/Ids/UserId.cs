using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Ids;

/// <summary>A user, as named by the issuer of his tokens (<c>sub</c>): 1 to 255 bytes of UTF-8 without control characters.</summary>
public readonly record struct UserId(string Value) : IComparable<UserId>
{
    /// <summary>The limit of protocol.md; it is also what fits a persistence id in every database.</summary>
    public const int MaxBytes = 255;

    /// <summary>Accepts what may name a user; the value is taken as it is, without trimming or case folding.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserId id)
    {
        if (IdText.IsValid(text, MaxBytes))
        {
            id = new UserId(text);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>Ordinal order, the order in which <see cref="ConversationId"/> names its two users.</summary>
    public int CompareTo(UserId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(UserId left, UserId right) => left.CompareTo(right) < 0;
    public static bool operator >(UserId left, UserId right) => left.CompareTo(right) > 0;
    public static bool operator <=(UserId left, UserId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(UserId left, UserId right) => left.CompareTo(right) >= 0;
}
