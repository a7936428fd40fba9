namespace Chat.Domain.Idempotency;

/// <summary>What memory keeps of a spilled bucket.</summary>
/// <param name="UpToRow">Names the bucket.</param>
/// <param name="NewestAt">Unix milliseconds.</param>
public sealed record SpilledFilter(long UpToRow, long NewestAt, ReadOnlyMemory<byte> Filter);

/// <summary>The filters of an entity's spilled buckets as the table has them.</summary>
/// <param name="Filters">The newest ones.</param>
/// <param name="AreAll">False where older ones were left out: they would take more memory than there is for them.</param>
public sealed record SpilledFilters(IReadOnlyList<SpilledFilter> Filters, bool AreAll);
