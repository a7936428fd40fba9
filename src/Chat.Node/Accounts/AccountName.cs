using Chat.Node.Problems;

namespace Chat.Node.Accounts;

/// <summary>
/// The name of an account, which is also the handle that others find it by: 3 to 32 of a-z, 0-9, '_', '-' and '.'. Letters count the same in
/// either case and are kept small.
/// </summary>
internal static class AccountName
{
    public const int MinimumLength = 3;
    public const int MaximumLength = 32;

    /// <exception cref="ProblemException">Says which rule is broken.</exception>
    public static string Parse(string? text, string field = "name")
    {
        if (string.IsNullOrEmpty(text))
            throw ProblemException.Missing(field, $"{field} is missing: {MinimumLength} to {MaximumLength} letters, digits, '_', '-' or '.'.");
        if (text.Length < MinimumLength)
            throw ProblemException.Invalid(field, $"{field} is too short: at least {MinimumLength} characters.");
        if (text.Length > MaximumLength)
            throw ProblemException.Invalid(field, $"{field} is too long: at most {MaximumLength} characters.");
        return TryParse(text, out var name)
            ? name
            : throw ProblemException.Invalid(field, $"{field} may hold only the letters a to z, digits, '_', '-' and '.'.");
    }

    public static bool TryParse(string? text, out string name)
    {
        var isName = text is { Length: >= MinimumLength } && IsPrefix(text);
        name = isName ? text!.ToLowerInvariant() : "";
        return isName;
    }

    /// <summary>Whether some name may begin like this.</summary>
    public static bool IsPrefix(string text) =>
        text.Length is > 0 and <= MaximumLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
