using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Chat.Bench.Roofs;

/// <summary>Copies a frame's pieces together.</summary>
internal ref struct RelayWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _target[.._length];

    [UnscopedRef]
    public ref RelayWriter Add(scoped ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_target[_length..]);
        _length += piece.Length;
        return ref this;
    }

    [UnscopedRef]
    public ref RelayWriter Add(string piece)
    {
        _length += Encoding.UTF8.GetBytes(piece, _target[_length..]);
        return ref this;
    }

    [UnscopedRef]
    public ref RelayWriter Add(long number)
    {
        number.TryFormat(_target[_length..], out var written);
        _length += written;
        return ref this;
    }

    /// <summary>One unmasked WebSocket frame, final; returns the bytes written.</summary>
    public static int WriteFrame(Span<byte> target, byte opcode, ReadOnlySpan<byte> json)
    {
        target[0] = (byte)(0x80 | opcode);
        if (json.Length < 126)
        {
            target[1] = (byte)json.Length;
            json.CopyTo(target[2..]);
            return json.Length + 2;
        }

        target[1] = 126; // the relay's frames stay below 64 KiB
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)json.Length);
        json.CopyTo(target[4..]);
        return json.Length + 4;
    }
}
