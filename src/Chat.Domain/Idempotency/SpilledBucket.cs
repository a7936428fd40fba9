namespace Chat.Domain.Idempotency;

/// <summary>Sends on their way from memory into the table of spilled sends (M4).</summary>
/// <param name="UpToRow">The last row that they came from.</param>
/// <param name="NewestAt">Unix milliseconds.</param>
public sealed record SpilledBucket(IReadOnlyList<KeyValuePair<UInt128, SendRecord>> Sends, long UpToRow, long NewestAt);
