using System.Text;
using Chat.Node.Problems;

namespace Chat.Node.Users;

/// <summary>The name that others are shown: 1 to 64 characters on one line.</summary>
internal static class DisplayName
{
    public const int MaximumLength = 64;

    /// <exception cref="ProblemException">Says which rule is broken.</exception>
    public static string Parse(string? text) => Parse(text, "display_name", MaximumLength);

    /// <summary>The same rules for whatever else is shown on one line.</summary>
    public static string Parse(string? text, string field, int maximumLength)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw ProblemException.Missing(field, $"{field} is missing: 1 to {maximumLength} characters.");
        var name = text.Trim();
        if (name.Any(char.IsControl) || !IsWhole(name))
            throw ProblemException.Invalid(field, $"{field} holds control characters or broken ones; it is one line of text.");
        return name.Length <= maximumLength
            ? name
            : throw ProblemException.Invalid(field, $"{field} is too long: at most {maximumLength} characters.");
    }

    /// <summary>No half of a surrogate pair: neither database nor JSON would give it back.</summary>
    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out _, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            i += length;
        }

        return true;
    }
}
