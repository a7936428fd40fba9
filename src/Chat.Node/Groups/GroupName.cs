using System.Text;
using Chat.Domain.Groups;
using Chat.Node.Problems;
using Chat.Node.Users;

namespace Chat.Node.Groups;

/// <summary>What a group is called: one line of text, as the names of people are, but with room for a purpose.</summary>
internal static class GroupName
{
    private const string Field = "name";

    /// <exception cref="ProblemException">Says which rule is broken.</exception>
    public static string Parse(string? text, GroupLimits limits)
    {
        // No character has less than a byte, so the bound in bytes is the one that is met.
        var name = DisplayName.Parse(text, Field, limits.NameBytes);
        return Encoding.UTF8.GetByteCount(name) <= limits.NameBytes
            ? name
            : throw ProblemException.Invalid(Field, $"{Field} is too long: at most {limits.NameBytes} bytes of UTF-8.");
    }
}
