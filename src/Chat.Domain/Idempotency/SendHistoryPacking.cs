using Chat.Protocol.Schema.Snapshot;
using Google.Protobuf;

namespace Chat.Domain.Idempotency;

/// <summary>A bucket of idempotency keys in a snapshot.</summary>
internal static class SendHistoryPacking
{
    private const long HourMs = 3_600_000;

    public static IdempotencyHour Pack(SendHistory.Bucket bucket) => new()
    {
        Hour = bucket.BeginsAt / HourMs,
        BeginsAt = bucket.BeginsAt,
        Keys = UnsafeByteOperations.UnsafeWrap(PackedSends.Pack(bucket.Sends)),
        LastRow = bucket.LastRow,
    };

    /// <param name="entity">Number of the entity.</param>
    public static void Restore(SendHistory sends, IEnumerable<IdempotencyHour> buckets, long spilledAt, long entity)
    {
        foreach (var bucket in buckets)
        {
            var beginsAt = bucket.BeginsAt != 0 ? bucket.BeginsAt : bucket.Hour * HourMs;
            sends.Restore(beginsAt, PackedSends.Unpack(bucket.Keys.Span, entity), bucket.LastRow);
        }

        sends.Spilled(0, spilledAt);
    }
}
