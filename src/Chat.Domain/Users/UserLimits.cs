namespace Chat.Domain.Users;

/// <summary>Bounds and periods of the user entity; the host binds them from <c>Chat:Users</c>.</summary>
public sealed record UserLimits
{
    /// <summary>Undelivered messages are kept for this long, then expire.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Entries that an inbox may hold; beyond, senders get <c>inbox_full</c> (R4).</summary>
    public int InboxEntries { get; init; } = 10_000;

    /// <summary>Bytes of content that an inbox may hold.</summary>
    public long InboxBytes { get; init; } = 64 << 20;

    /// <summary>Bodies kept in memory per entity; older ones are read from their rows when they are needed (R4).</summary>
    public int BodiesInMemory { get; init; } = 256;

    /// <summary>Devices of a user; beyond, the one unseen for longest is removed (D1).</summary>
    public int Devices { get; init; } = 10;

    /// <summary>A device unseen for this long holds nothing back any more.</summary>
    public TimeSpan DeviceIdle { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a repeated <c>client_message_id</c> is recognised (M4): at least this.</summary>
    public TimeSpan DedupWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Sends that an entity remembers in memory and in its snapshots; older ones are in a table while the window lasts (M4). At 44 bytes
    /// each a snapshot stays below the 85 KB from which on objects are collected last.
    /// </summary>
    public int SendsInMemory { get; init; } = 1_024;

    /// <summary>Whether a message to a user never seen is queued for him.</summary>
    public bool QueueForUnknown { get; init; } = true;

    /// <summary>After the last device has gone, others still see the user on line for this long.</summary>
    public TimeSpan PresenceGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A presence subscription or attachment that is not renewed within this ends (R6).</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Cumulative marks are durable within this, reads within <see cref="ReadDelay"/> (P2).</summary>
    public TimeSpan WatermarkDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A reader's marks are durable at their sender within this. It may be longer: until then the reader's entity owes them (P3); and the
    /// row more often carries something else.
    /// </summary>
    public TimeSpan ReceiptDelay { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan ReadDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>An entity with nothing attached, pending or owed stays awake for this long: waking costs more than staying.</summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events between two snapshots, at most; each entity takes somewhat fewer.</summary>
    public int SnapshotEvery { get; init; } = 1_000;
}
