using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Chat.Node.Connections.WebSockets;

/// <summary>Server frames: final, unmasked, one frame a message.</summary>
internal static class FrameWriter
{
    private const int MaxHeaderBytes = 10;
    private const int MaxReasonBytes = 123;

    public static void Write(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var span = output.GetSpan(MaxHeaderBytes);
        span[0] = (byte)(0x80 | (byte)opcode);
        int header;
        if (payload.Length < 126)
        {
            span[1] = (byte)payload.Length;
            header = 2;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            span[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)payload.Length);
            header = 4;
        }
        else
        {
            span[1] = 127;
            BinaryPrimitives.WriteInt64BigEndian(span[2..], payload.Length);
            header = 10;
        }

        output.Advance(header);
        // Fills the pipe's block before it takes another.
        output.Write(payload);
    }

    /// <param name="code">0 for a close frame without a code, in answer to one without.</param>
    public static void WriteClose(IBufferWriter<byte> output, int code, string reason)
    {
        if (code == 0)
        {
            Write(output, Opcode.Close, []);
            return;
        }

        Span<byte> payload = stackalloc byte[2 + MaxReasonBytes];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        // Cuts between characters where the reason is too long.
        Encoding.UTF8.GetEncoder().Convert(reason, payload[2..], flush: true, out _, out var written, out _);
        Write(output, Opcode.Close, payload[..(2 + written)]);
    }
}
