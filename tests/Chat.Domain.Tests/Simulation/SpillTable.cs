using Chat.Domain.Idempotency;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What the table of spilled sends does for one entity.</summary>
internal sealed class SpillTable
{
    private readonly SortedDictionary<long, SpilledBucket> _buckets = [];

    public int Count => _buckets.Count;

    public void Put(SpilledBucket bucket) => _buckets[bucket.UpToRow] = bucket;

    public SpilledFilters Filters() =>
        new([.. _buckets.Values.Reverse().Select(b => new SpilledFilter(b.UpToRow, b.NewestAt, b.Filter))], AreAll: true);

    public Dictionary<UInt128, SendRecord> Find(SpilledLookUp lookUp)
    {
        var found = new Dictionary<UInt128, SendRecord>();
        foreach (var bucket in _buckets.Values.Where(b => lookUp.Buckets.Contains(b.UpToRow) || b.UpToRow <= lookUp.WithoutFilterUpTo))
            foreach (var key in lookUp.Keys)
                if (PackedSends.TryFind(bucket.Sends.Span, key, lookUp.Entity, out var record))
                    found[key] = record;
        return found;
    }
}
