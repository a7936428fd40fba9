using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Chat.Protocol.Ids;

/// <summary>What all textual ids have in common: a length in bytes, no control characters, whole code points.</summary>
internal static class IdText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsValid([NotNullWhen(true)] string? text, int maxBytes)
    {
        if (string.IsNullOrEmpty(text) || text.Length > maxBytes)
            return false;
        foreach (var c in text)
            if (char.IsControl(c))
                return false;
        try
        {
            return Strict.GetByteCount(text) <= maxBytes;
        }
        catch (EncoderFallbackException)
        {
            return false; // a lone surrogate
        }
    }
}
