using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;

namespace Chat.Actors.Idempotency;

/// <summary>The table of sends that entities recognise beyond what they keep in memory (M4).</summary>
public interface ISpilledSends
{
    /// <summary>Durable when it completes; repeating does no harm. Forgets the entity's buckets that end before the window.</summary>
    /// <param name="windowStart">Unix milliseconds.</param>
    Task SpillAsync(EntityAddress entity, SpilledBucket bucket, long windowStart, CancellationToken cancellation);

    /// <summary>The same without a new one, for an entity that has nothing more to spill.</summary>
    Task ForgetAsync(EntityAddress entity, long windowStart, CancellationToken cancellation);

    /// <summary>The filters of the entity's buckets, the newest first, until they are more than <paramref name="maxBytes"/>.</summary>
    Task<SpilledFilters> FiltersAsync(EntityAddress entity, long windowStart, int maxBytes, CancellationToken cancellation);

    /// <summary>Those of the keys that are known.</summary>
    Task<IReadOnlyDictionary<UInt128, SendRecord>> FindAsync(EntityAddress entity, SpilledLookUp lookUp, CancellationToken cancellation);
}
