namespace Chat.Domain.Idempotency;

/// <summary>A question to the table of spilled sends.</summary>
/// <param name="Buckets">Those whose filters know one of the keys, by their <see cref="SpilledFilter.UpToRow"/>.</param>
/// <param name="WithoutFilterUpTo">Buckets up to this one are looked into, too: memory has no filters of them; 0 where it has all.</param>
/// <param name="Since">But none that ends before it, Unix milliseconds.</param>
/// <param name="Entity">Number of the entity, for the message ids.</param>
public sealed record SpilledLookUp(
    IReadOnlyList<UInt128> Keys, IReadOnlyList<long> Buckets, long WithoutFilterUpTo, long Since, long Entity);
