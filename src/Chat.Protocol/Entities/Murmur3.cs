using System.Buffers.Binary;
using System.Numerics;

namespace Chat.Protocol.Entities;

/// <summary>MurmurHash3 x86 32-bit with seed 0. Slots, and so persistence ids, depend on it: it never changes.</summary>
internal static class Murmur3
{
    public static uint Hash(ReadOnlySpan<byte> data)
    {
        const uint c1 = 0xcc9e2d51, c2 = 0x1b873593;
        uint h = 0;
        var rest = data;
        while (rest.Length >= 4)
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(rest) * c1;
            h ^= BitOperations.RotateLeft(k, 15) * c2;
            h = BitOperations.RotateLeft(h, 13) * 5 + 0xe6546b64;
            rest = rest[4..];
        }

        if (rest.Length > 0)
        {
            uint k = 0;
            for (var i = rest.Length - 1; i >= 0; i--)
                k = (k << 8) | rest[i];
            h ^= BitOperations.RotateLeft(k * c1, 15) * c2;
        }

        h ^= (uint)data.Length;
        h = (h ^ (h >> 16)) * 0x85ebca6b;
        h = (h ^ (h >> 13)) * 0xc2b2ae35;
        return h ^ (h >> 16);
    }
}
