using Chat.Actors.Databases;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Chat.Actors.Idempotency;

/// <summary>The table <c>spilled_buckets</c>: a row for some hundred sends. Nothing is read whole, since an entity may have thousands.</summary>
public sealed class SqlSpilledSends(IDatabases databases) : ISpilledSends
{
    /// <summary>Rows of one query: filters of 1.5 KB and buckets of 23 KB at the default bounds.</summary>
    private const int FiltersAtOnce = 64, BucketsAtOnce = 8;

    public Task SpillAsync(EntityAddress entity, SpilledBucket bucket, long windowStart, CancellationToken cancellation) =>
        databases.For(entity.Slot).WriteAsync(
            null,
            async (connection, token) =>
            {
                await RowsOf(connection, entity).DeleteAsync(r => r.NewestAt < windowStart, token);
                // After a spill whose end was not heard of, the same comes again.
                await connection.InsertOrReplaceAsync(
                    new Row
                    {
                        Slot = entity.Slot.Value,
                        PersistenceId = entity.PersistenceId,
                        UpToRow = bucket.UpToRow,
                        NewestAt = bucket.NewestAt,
                        Filter = bucket.Filter.ToArray(),
                        Sends = bucket.Sends.ToArray(),
                    },
                    token: token);
                return 0;
            },
            cancellation);

    public Task ForgetAsync(EntityAddress entity, long windowStart, CancellationToken cancellation) => databases.For(entity.Slot).WriteAsync(
        null, (connection, token) => RowsOf(connection, entity).DeleteAsync(r => r.NewestAt < windowStart, token), cancellation);

    public Task<SpilledFilters> FiltersAsync(EntityAddress entity, long windowStart, int maxBytes, CancellationToken cancellation) =>
        databases.For(entity.Slot).ReadAsync(
            async (connection, token) =>
            {
                var (filters, bytes, below) = (new List<SpilledFilter>(), 0L, long.MaxValue);
                while (bytes <= maxBytes)
                {
                    var page = await RowsOf(connection, entity)
                        .Where(r => r.UpToRow < below && r.NewestAt >= windowStart)
                        .OrderByDescending(r => r.UpToRow).Take(FiltersAtOnce)
                        .Select(r => new { r.UpToRow, r.NewestAt, r.Filter }).ToListAsync(token);
                    filters.AddRange(page.Select(r => new SpilledFilter(r.UpToRow, r.NewestAt, r.Filter)));
                    if (page.Count < FiltersAtOnce) return new SpilledFilters(filters, AreAll: true);
                    below = page[^1].UpToRow;
                    bytes += page.Sum(r => (long)r.Filter.Length);
                }

                return new SpilledFilters(filters, AreAll: false);
            },
            cancellation);

    public Task<IReadOnlyDictionary<UInt128, SendRecord>> FindAsync(
        EntityAddress entity, SpilledLookUp lookUp, CancellationToken cancellation) =>
        databases.For(entity.Slot).ReadAsync<IReadOnlyDictionary<UInt128, SendRecord>>(
            async (connection, token) =>
            {
                var found = new Dictionary<UInt128, SendRecord>();
                await FindInAsync(RowsOf(connection, entity), lookUp.Buckets, lookUp, found, token);
                for (long above = 0; above < lookUp.WithoutFilterUpTo;)
                {
                    var (from, upTo, since) = (above, lookUp.WithoutFilterUpTo, lookUp.Since);
                    var page = await RowsOf(connection, entity)
                        .Where(r => r.UpToRow > from && r.UpToRow <= upTo && r.NewestAt >= since)
                        .OrderBy(r => r.UpToRow).Take(FiltersAtOnce)
                        .Select(r => new { r.UpToRow, r.Filter }).ToListAsync(token);
                    var suspects = page.Where(r => lookUp.Keys.Any(key => KeyFilter.MayContain(r.Filter, key))).Select(r => r.UpToRow).ToList();
                    await FindInAsync(RowsOf(connection, entity), suspects, lookUp, found, token);
                    above = page.Count < FiltersAtOnce ? upTo : page[^1].UpToRow;
                }

                return found;
            },
            cancellation);

    private static async Task FindInAsync(
        IQueryable<Row> rows, IReadOnlyList<long> buckets, SpilledLookUp lookUp, Dictionary<UInt128, SendRecord> found, CancellationToken token)
    {
        foreach (var some in buckets.Chunk(BucketsAtOnce))
        {
            foreach (var sends in await rows.Where(r => some.Contains(r.UpToRow)).Select(r => r.Sends).ToListAsync(token))
            {
                foreach (var key in lookUp.Keys)
                    if (PackedSends.TryFind(sends, key, lookUp.Entity, out var record))
                        found[key] = record;
            }
        }
    }

    private static IQueryable<Row> RowsOf(DataConnection connection, EntityAddress entity)
    {
        var (slot, id) = (entity.Slot.Value, entity.PersistenceId);
        return connection.GetTable<Row>().Where(r => r.Slot == slot && r.PersistenceId == id);
    }

    [Table("spilled_buckets")]
    private sealed class Row
    {
        [Column("slot"), PrimaryKey(0)] public int Slot { get; init; }
        [Column("persistence_id"), PrimaryKey(1)] public string PersistenceId { get; init; } = "";
        [Column("up_to_row"), PrimaryKey(2)] public long UpToRow { get; init; }
        [Column("newest_at")] public long NewestAt { get; init; }
        [Column("filter")] public byte[] Filter { get; init; } = [];
        [Column("sends")] public byte[] Sends { get; init; } = [];
    }
}
