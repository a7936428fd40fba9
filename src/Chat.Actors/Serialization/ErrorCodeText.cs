using System.Collections.Frozen;
using Chat.Protocol.Frames;

namespace Chat.Actors.Serialization;

/// <summary>Error codes between nodes go by the names of protocol.md: the numbers of the enum shift when one is added.</summary>
internal static class ErrorCodeText
{
    private static readonly FrozenDictionary<string, ErrorCode> Codes =
        Enum.GetValues<ErrorCode>().ToFrozenDictionary(code => code.ToWire(), StringComparer.Ordinal);

    /// <summary>A code that only a newer node knows becomes <c>unavailable</c>: the client keeps its request and asks again later.</summary>
    public static ErrorCode Parse(string text) => Codes.GetValueOrDefault(text, ErrorCode.Unavailable);
}
