using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Ids;

/// <summary>One installation of a client, chosen by the client; unique within its user: 1 to 64 bytes of UTF-8 without control characters.</summary>
public readonly record struct DeviceId(string Value)
{
    public const int MaxBytes = 64;

    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id)
    {
        if (IdText.IsValid(text, MaxBytes))
        {
            id = new DeviceId(text);
            return true;
        }

        id = default;
        return false;
    }

    public override string ToString() => Value;
}
