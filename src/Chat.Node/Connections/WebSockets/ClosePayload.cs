using System.Buffers.Binary;
using System.Text.Unicode;

namespace Chat.Node.Connections.WebSockets;

/// <summary>What a client's close frame says (RFC 6455, 5.5.1 and 7.4).</summary>
internal static class ClosePayload
{
    public const int ProtocolError = 1002;
    public const int BadUtf8 = 1007;

    /// <summary>The code to answer with: the client's own, 0 where it gave none, or why its frame is malformed.</summary>
    public static int Answer(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return 0;
        if (payload.Length == 1)
            return ProtocolError;
        int code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        // 1004 to 1006 and 1015 never stand in a frame; 1016 to 2999 are not assigned.
        if (code is not ((>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999)))
            return ProtocolError;
        return Utf8.IsValid(payload[2..]) ? code : BadUtf8;
    }
}
