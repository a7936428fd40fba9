using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Ids;

/// <summary>The id that a device gives a send, so that a repetition is recognised (protocol.md, rule 2): 1 to 64 bytes of UTF-8 without control characters.</summary>
public readonly record struct ClientMessageId(string Value)
{
    public const int MaxBytes = 64;

    public static bool TryParse([NotNullWhen(true)] string? text, out ClientMessageId id)
    {
        if (IdText.IsValid(text, MaxBytes))
        {
            id = new ClientMessageId(text);
            return true;
        }

        id = default;
        return false;
    }

    public override string ToString() => Value;
}
