using System.Buffers;
using System.Buffers.Binary;

namespace Chat.Node.Connections.WebSockets;

internal enum Opcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

internal enum HeaderResult
{
    Complete,
    NeedMore,

    /// <summary>Breaks RFC 6455: the connection fails with 1002.</summary>
    Malformed,
}

/// <summary>The head of a client's WebSocket frame (RFC 6455, 5.2). No extension is ever agreed on, so reserved bits must be clear.</summary>
internal readonly record struct FrameHeader(bool Final, Opcode Opcode, long Length, uint Mask, int HeaderBytes)
{
    private const int MaxControlPayload = 125;
    private const int MaxHeaderBytes = 14;

    public bool IsControl => (byte)Opcode >= 8;

    public static HeaderResult TryRead(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        header = default;
        if (buffer.Length < 2)
            return HeaderResult.NeedMore;

        scoped ReadOnlySpan<byte> bytes = buffer.FirstSpan;
        Span<byte> copy = stackalloc byte[MaxHeaderBytes];
        if (bytes.Length < MaxHeaderBytes)
        {
            var available = (int)Math.Min(buffer.Length, MaxHeaderBytes);
            buffer.Slice(0, available).CopyTo(copy);
            bytes = copy[..available];
        }

        var final = (bytes[0] & 0x80) != 0;
        var opcode = (Opcode)(bytes[0] & 0x0F);
        var masked = (bytes[1] & 0x80) != 0;
        long length = bytes[1] & 0x7F;
        if ((bytes[0] & 0x70) != 0 || !masked || !Enum.IsDefined(opcode))
            return HeaderResult.Malformed;
        if ((byte)opcode >= 8 && (!final || length > MaxControlPayload))
            return HeaderResult.Malformed;

        var lengthBytes = length switch { 126 => 2, 127 => 8, _ => 0 };
        var headerBytes = 2 + lengthBytes + 4;
        if (bytes.Length < headerBytes)
            return HeaderResult.NeedMore;
        if (lengthBytes == 2)
            length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        else if (lengthBytes == 8)
            length = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        // The shortest form of a length is the only one (5.2).
        if (length < 0 || (lengthBytes == 2 && length < 126) || (lengthBytes == 8 && length <= ushort.MaxValue))
            return HeaderResult.Malformed;

        // Kept in the order of its bytes: unmasking works on whole words of memory.
        var mask = BitConverter.ToUInt32(bytes.Slice(2 + lengthBytes, 4));
        header = new FrameHeader(final, opcode, length, mask, headerBytes);
        return HeaderResult.Complete;
    }
}
