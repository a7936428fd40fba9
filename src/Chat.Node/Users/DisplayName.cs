using System.Text;
using Chat.Node.Problems;

namespace Chat.Node.Users;

/// <summary>The name that others are shown: 1 to 64 characters on one line.</summary>
internal static class DisplayName
{
    public const int MaximumLength = 64;

    /// <exception cref="ProblemException">Says which rule is broken.</exception>
    public static string Parse(string? text)
    {
        const string field = "display_name";
        if (string.IsNullOrWhiteSpace(text))
            throw ProblemException.Missing(field, $"{field} is missing: 1 to {MaximumLength} characters.");
        var name = text.Trim();
        if (name.Any(char.IsControl) || !IsWhole(name))
            throw ProblemException.Invalid(field, $"{field} holds control characters or broken ones; it is one line of text.");
        return name.Length <= MaximumLength
            ? name
            : throw ProblemException.Invalid(field, $"{field} is too long: at most {MaximumLength} characters.");
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
