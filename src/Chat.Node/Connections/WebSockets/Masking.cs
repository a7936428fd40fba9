using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Chat.Node.Connections.WebSockets;

/// <summary>Unmasking of client payloads (RFC 6455, 5.3), a vector at a time.</summary>
internal static class Masking
{
    /// <summary>Copies the payload into <paramref name="destination"/>, which has its exact length, in clear.</summary>
    public static void CopyUnmasked(in ReadOnlySequence<byte> payload, uint mask, Span<byte> destination)
    {
        payload.CopyTo(destination);
        Apply(destination, mask);
    }

    private static void Apply(Span<byte> bytes, uint mask)
    {
        if (mask == 0)
            return;
        var pattern = Vector.AsVectorByte(new Vector<uint>(mask));
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(bytes);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] ^= pattern;

        // A vector is a multiple of four bytes, so the rest begins with the mask's first byte again.
        var rest = bytes[(vectors.Length * Vector<byte>.Count)..];
        Span<byte> key = stackalloc byte[4];
        MemoryMarshal.Write(key, mask);
        for (var i = 0; i < rest.Length; i++)
            rest[i] ^= key[i & 3];
    }
}
