using Chat.Domain.Users;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;

namespace Chat.Actors.Idempotency;

/// <summary>The table of sends that entities recognise beyond what they keep in memory (M4).</summary>
public interface ISpilledSends
{
    /// <summary>Durable when it completes; repeating does no harm. Forgets the entity's sends from before the window.</summary>
    /// <param name="windowStart">Unix milliseconds.</param>
    Task SpillAsync(EntityAddress entity, SpilledBucket bucket, long windowStart, CancellationToken cancellation);

    /// <summary>The same without new ones, for an entity that has nothing more to spill.</summary>
    Task ForgetAsync(EntityAddress entity, long windowStart, CancellationToken cancellation);

    /// <summary>Those of the keys that are known.</summary>
    Task<IReadOnlyDictionary<UInt128, SendRecord>> FindAsync(EntityAddress entity, IReadOnlyList<UInt128> keys, CancellationToken cancellation);
}
