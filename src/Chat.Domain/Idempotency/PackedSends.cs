using System.Buffers.Binary;
using Chat.Protocol.Ids;

namespace Chat.Domain.Idempotency;

/// <summary>
/// Idempotency keys and what became of their sends as one byte string, 44 bytes each: a message or a row per key would double its size.
/// The entity in the message ids is the one that holds them, and is not written.
/// </summary>
public static class PackedSends
{
    public const int EntryBytes = 44;

    public static byte[] Pack(IReadOnlyCollection<KeyValuePair<UInt128, SendRecord>> sends)
    {
        var bytes = new byte[sends.Count * EntryBytes];
        var rest = bytes.AsSpan();
        foreach (var (key, record) in sends)
        {
            BinaryPrimitives.WriteUInt128BigEndian(rest, key);
            BinaryPrimitives.WriteUInt64BigEndian(rest[16..], record.Fingerprint);
            BinaryPrimitives.WriteInt64BigEndian(rest[24..], record.MessageId.Stamp);
            BinaryPrimitives.WriteInt32BigEndian(rest[32..], record.MessageId.Conversation);
            BinaryPrimitives.WriteInt64BigEndian(rest[36..], record.At);
            rest = rest[EntryBytes..];
        }

        return bytes;
    }

    /// <summary>In the order of the keys, for <see cref="TryFind"/>.</summary>
    public static byte[] PackSorted(IEnumerable<KeyValuePair<UInt128, SendRecord>> sends)
    {
        var sorted = sends.ToArray();
        Array.Sort(sorted, static (a, b) => a.Key.CompareTo(b.Key));
        return Pack(sorted);
    }

    public static IEnumerable<KeyValuePair<UInt128, SendRecord>> Unpack(ReadOnlySpan<byte> bytes, long entity)
    {
        var sends = new List<KeyValuePair<UInt128, SendRecord>>(bytes.Length / EntryBytes);
        for (; bytes.Length >= EntryBytes; bytes = bytes[EntryBytes..])
            sends.Add(new(BinaryPrimitives.ReadUInt128BigEndian(bytes), Read(bytes, entity)));
        return sends;
    }

    /// <param name="sorted">Of <see cref="PackSorted"/>.</param>
    /// <param name="entity">Number of the entity that holds them.</param>
    public static bool TryFind(ReadOnlySpan<byte> sorted, UInt128 key, long entity, out SendRecord record)
    {
        var (low, high) = (0, sorted.Length / EntryBytes);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var entry = sorted[(middle * EntryBytes)..];
            var there = BinaryPrimitives.ReadUInt128BigEndian(entry);
            if (there == key)
            {
                record = Read(entry, entity);
                return true;
            }

            (low, high) = there < key ? (middle + 1, high) : (low, middle);
        }

        record = default;
        return false;
    }

    private static SendRecord Read(ReadOnlySpan<byte> entry, long entity) => new(
        BinaryPrimitives.ReadUInt64BigEndian(entry[16..]),
        new MessageId(BinaryPrimitives.ReadInt64BigEndian(entry[24..]), entity, BinaryPrimitives.ReadInt32BigEndian(entry[32..])),
        BinaryPrimitives.ReadInt64BigEndian(entry[36..]));
}
