using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Chat.Bench.Client;

/// <summary>RFC 6455 framing, client side: masked frames out, unmasked frames in.</summary>
internal static class WebSocketFrames
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;
    public const int MaxHeader = 14;

    // A fixed key: masking protects proxies from browsers, and nobody is protected here, but the server shall pay for unmasking.
    private const uint MaskKey = 0x5AC3_96E1;

    /// <summary>Writes header and masked payload; returns the bytes written.</summary>
    public static int Write(Span<byte> target, byte opcode, ReadOnlySpan<byte> payload)
    {
        target[0] = (byte)(0x80 | opcode);
        int header;
        if (payload.Length < 126)
        {
            target[1] = (byte)(0x80 | payload.Length);
            header = 2;
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            target[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payload.Length);
            header = 4;
        }
        else
        {
            target[1] = 0x80 | 127;
            BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)payload.Length);
            header = 10;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target[header..], MaskKey);
        header += 4;
        Mask(target.Slice(header, payload.Length), payload);
        return header + payload.Length;
    }

    /// <summary>Reads one frame's header; false while the frame is not whole yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out byte opcode, out bool final, out int start, out int length)
    {
        (opcode, final, start, length) = (0, false, 0, 0);
        if (source.Length < 2)
            return false;
        opcode = (byte)(source[0] & 0x0F);
        final = (source[0] & 0x80) != 0;
        if ((source[1] & 0x80) != 0)
            throw new InvalidDataException("A server must not mask its frames.");

        var marker = source[1] & 0x7F;
        start = marker == 126 ? 4 : marker == 127 ? 10 : 2;
        if (source.Length < start)
            return false;
        length = marker switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(source[2..]),
            127 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(source[2..])),
            _ => marker,
        };
        return source.Length - start >= length;
    }

    private static void Mask(Span<byte> target, ReadOnlySpan<byte> source)
    {
        var i = 0;
        var key = new Vector<uint>(MaskKey).As<uint, byte>();
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(source[i..]) ^ key).CopyTo(target[i..]);

        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in Key));
        for (; i < source.Length; i++)
            target[i] = (byte)(source[i] ^ bytes[i & 3]);
    }

    private static readonly uint Key = MaskKey;
}
