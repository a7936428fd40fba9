namespace Chat.Domain.Idempotency;

/// <summary>A bucket of sends on its way from memory into the table of spilled ones (M4): one row there.</summary>
/// <param name="UpToRow">The last journal row that they came from; names the bucket within its entity.</param>
/// <param name="NewestAt">Unix milliseconds; not below that of the buckets spilled before it.</param>
/// <param name="Count">How many sends.</param>
/// <param name="Filter">Of their keys, by <see cref="KeyFilter"/>.</param>
/// <param name="Sends">By <see cref="PackedSends.PackSorted"/>.</param>
public sealed record SpilledBucket(long UpToRow, long NewestAt, int Count, ReadOnlyMemory<byte> Filter, ReadOnlyMemory<byte> Sends)
{
    public static SpilledBucket Of(IReadOnlyCollection<KeyValuePair<UInt128, SendRecord>> sends, long upToRow, long newestAt) => new(
        upToRow, newestAt, sends.Count, KeyFilter.Of([.. sends.Select(s => s.Key)]), PackedSends.PackSorted(sends));
}
