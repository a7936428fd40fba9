using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Ids;

/// <summary>A group, as named by the server; also the name of its stream and conversation: 1 to 64 bytes of UTF-8 without control characters.</summary>
public readonly record struct GroupId(string Value)
{
    public const int MaxBytes = 64;

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
