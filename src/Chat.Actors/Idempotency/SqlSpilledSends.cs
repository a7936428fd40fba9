using System.Buffers.Binary;
using Chat.Actors.Databases;
using Chat.Domain.Users;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Chat.Actors.Idempotency;

/// <summary>The table <c>spilled_sends</c>.</summary>
public sealed class SqlSpilledSends(IDatabases databases) : ISpilledSends
{
    public Task SpillAsync(EntityAddress entity, SpilledBucket bucket, long windowStart, CancellationToken cancellation)
    {
        var slot = entity.Slot.Value;
        var id = entity.PersistenceId;
        var keys = bucket.Sends.Select(s => ToBytes(s.Key)).ToArray();
        return databases.For(entity.Slot).WriteAsync(
            null,
            async (connection, token) =>
            {
                var table = connection.GetTable<Row>();
                await table.DeleteAsync(r => r.Slot == slot && r.PersistenceId == id && r.SentAt < windowStart, token);
                // After a spill whose end was not heard of, the same come again.
                await table.DeleteAsync(r => r.Slot == slot && r.PersistenceId == id && keys.Contains(r.Key), token);
                await connection.BulkCopyAsync(new BulkCopyOptions(), bucket.Sends.Select(s => ToRow(slot, id, s.Key, s.Value)), token);
                return 0;
            },
            cancellation);
    }

    public Task ForgetAsync(EntityAddress entity, long windowStart, CancellationToken cancellation)
    {
        var slot = entity.Slot.Value;
        var id = entity.PersistenceId;
        return databases.For(entity.Slot).WriteAsync(
            null, (connection, token) => connection.GetTable<Row>().DeleteAsync(r => r.Slot == slot && r.PersistenceId == id && r.SentAt < windowStart, token), cancellation);
    }

    public Task<IReadOnlyDictionary<UInt128, SendRecord>> FindAsync(
        EntityAddress entity, IReadOnlyList<UInt128> keys, CancellationToken cancellation)
    {
        var slot = entity.Slot.Value;
        var id = entity.PersistenceId;
        var wanted = keys.Select(ToBytes).ToArray();
        return databases.For(entity.Slot).ReadAsync<IReadOnlyDictionary<UInt128, SendRecord>>(
            async (connection, token) =>
            {
                var rows = await connection.GetTable<Row>()
                    .Where(r => r.Slot == slot && r.PersistenceId == id && wanted.Contains(r.Key))
                    .ToListAsync(token);
                return rows.ToDictionary(
                    r => BinaryPrimitives.ReadUInt128BigEndian(r.Key),
                    r => new SendRecord(unchecked((ulong)r.Fingerprint), new MessageId(r.Stamp, r.Entity, r.Conversation), r.SentAt));
            },
            cancellation);
    }

    private static byte[] ToBytes(UInt128 key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return bytes;
    }

    private static Row ToRow(int slot, string id, UInt128 key, SendRecord record) => new()
    {
        Slot = slot,
        PersistenceId = id,
        Key = ToBytes(key),
        Fingerprint = unchecked((long)record.Fingerprint),
        Stamp = record.MessageId.Stamp,
        Entity = record.MessageId.Entity,
        Conversation = record.MessageId.Conversation,
        SentAt = record.At,
    };

    [Table("spilled_sends")]
    private sealed class Row
    {
        [Column("slot")] public int Slot { get; init; }
        [Column("persistence_id")] public string PersistenceId { get; init; } = "";
        [Column("send_key")] public byte[] Key { get; init; } = [];
        [Column("fingerprint")] public long Fingerprint { get; init; }
        [Column("stamp")] public long Stamp { get; init; }
        [Column("entity")] public long Entity { get; init; }
        [Column("conversation")] public int Conversation { get; init; }
        [Column("sent_at")] public long SentAt { get; init; }
    }
}
