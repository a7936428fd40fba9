using Chat.Node.Problems;
using Chat.Node.Users;

namespace Chat.Node.Groups;

/// <summary>What a group is called: one line of text, as the names of people are, but with room for a purpose.</summary>
internal static class GroupName
{
    public const int MaximumLength = 128;

    /// <exception cref="ProblemException">Says which rule is broken.</exception>
    public static string Parse(string? text) => DisplayName.Parse(text, "name", MaximumLength);
}
