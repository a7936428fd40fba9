using System.Buffers.Binary;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot;
using Google.Protobuf;

namespace Chat.Domain.Idempotency;

/// <summary>An hour of idempotency keys as one byte string: a message per key would double its size.</summary>
internal static class SendHistoryPacking
{
    private const int EntryBytes = 44;

    public static IdempotencyHour Pack(SendHistory.Bucket bucket)
    {
        var bytes = new byte[bucket.Sends.Count * EntryBytes];
        var rest = bytes.AsSpan();
        foreach (var (key, record) in bucket.Sends)
        {
            BinaryPrimitives.WriteUInt128BigEndian(rest, key);
            BinaryPrimitives.WriteUInt64BigEndian(rest[16..], record.Fingerprint);
            BinaryPrimitives.WriteInt64BigEndian(rest[24..], record.MessageId.Stamp);
            BinaryPrimitives.WriteInt32BigEndian(rest[32..], record.MessageId.Conversation);
            BinaryPrimitives.WriteInt64BigEndian(rest[36..], record.At);
            rest = rest[EntryBytes..];
        }

        return new IdempotencyHour { Hour = bucket.Hour, Keys = UnsafeByteOperations.UnsafeWrap(bytes), LastRow = bucket.LastRow };
    }

    public static IEnumerable<KeyValuePair<UInt128, SendRecord>> Unpack(ReadOnlySpan<byte> bytes, long entity)
    {
        var sends = new List<KeyValuePair<UInt128, SendRecord>>(bytes.Length / EntryBytes);
        for (; bytes.Length >= EntryBytes; bytes = bytes[EntryBytes..])
        {
            var id = new MessageId(BinaryPrimitives.ReadInt64BigEndian(bytes[24..]), entity, BinaryPrimitives.ReadInt32BigEndian(bytes[32..]));
            var record = new SendRecord(BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), id, BinaryPrimitives.ReadInt64BigEndian(bytes[36..]));
            sends.Add(new(BinaryPrimitives.ReadUInt128BigEndian(bytes), record));
        }

        return sends;
    }
}
