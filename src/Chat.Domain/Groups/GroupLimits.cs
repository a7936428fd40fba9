namespace Chat.Domain.Groups;

/// <summary>Bounds and periods of the group entity; the host binds them from <c>Chat:Groups</c>.</summary>
public sealed record GroupLimits
{
    public int Members { get; init; } = 100;

    /// <summary>UTF-8 bytes of a group's name.</summary>
    public int NameBytes { get; init; } = 256;

    /// <summary>Invites that exist at the same time.</summary>
    public int Invites { get; init; } = 20;

    /// <summary>Entries that somebody has not got are kept for this long, then expire; and so does the place of a former member.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Entries that the log may hold; beyond, the oldest go (R4).</summary>
    public int LogEntries { get; init; } = 100_000;

    /// <summary>Bytes of content that the log may hold.</summary>
    public long LogBytes { get; init; } = 256 << 20;

    /// <summary>The newest entries, kept in memory: what live members are about to be sent. Older ones are read from their rows (R4).</summary>
    public int BodiesInMemory { get; init; } = 512;

    /// <summary>How far beyond what a member's entity has answered for it is sent entries; what lies further it pulls.</summary>
    public int FanoutWindow { get; init; } = 256;

    /// <summary>
    /// The first entry after a pause is sent at once; those that follow gather for this long, so that each member is visited for several and
    /// not for one.
    /// </summary>
    public TimeSpan FanoutGather { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Entries of one portion or one answer to a pull.</summary>
    public int EntriesAtOnce { get; init; } = 64;

    /// <summary>Bytes of content of one portion or answer, unless a single entry has more.</summary>
    public int BytesAtOnce { get; init; } = 128 << 10;

    /// <summary>Latest messages of each member whose receipts he is told.</summary>
    public int ReceiptsPerMember { get; init; } = 32;

    /// <summary>How long a repeated <c>client_message_id</c> is recognised (M4): at least this.</summary>
    public TimeSpan DedupWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Sends that an entity remembers in memory and in its snapshots (M4).</summary>
    public int SendsInMemory { get; init; } = 1_024;

    /// <summary>Members' marks are durable within this, reads and answers of G6 within <see cref="AnswerDelay"/>.</summary>
    public TimeSpan WatermarkDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Short of the 100 ms after which a member's entity would write a read mark itself (P2).</summary>
    public TimeSpan AnswerDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>A member's entity that does not answer is asked again after this, then ever more rarely.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The sender of a message is told at most this often who has it.</summary>
    public TimeSpan ReceiptInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An entity with nothing pending or owed stays awake for this long.</summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events between two snapshots, at most; each entity takes somewhat fewer.</summary>
    public int SnapshotEvery { get; init; } = 1_000;
}
