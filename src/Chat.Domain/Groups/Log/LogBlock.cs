namespace Chat.Domain.Groups.Log;

/// <summary>
/// Where the rows of a stretch of the log begin: all that is remembered of an entry beyond the newest ones. So a log of a hundred thousand
/// entries takes some fifteen hundred of these, in memory and in the snapshot (R4).
/// </summary>
public sealed class LogBlock(long position, long row, long at, long stampBefore)
{
    /// <summary>Entries of a full block; also what is read from the journal at once.</summary>
    public const int Size = 64;

    /// <summary>Of the first entry; the others follow without a gap.</summary>
    public long Position { get; } = position;

    /// <summary>Sequence number of the row with the first entry.</summary>
    public long Row { get; } = row;

    /// <summary>Highest stamp of a message before the block: by it an id finds its block.</summary>
    public long StampBefore { get; } = stampBefore;

    public int Entries { get; set; }

    /// <summary>UTF-8 bytes of content.</summary>
    public long Bytes { get; set; }

    /// <summary>Time of its newest entry, Unix milliseconds; what expiry goes by.</summary>
    public long LastAt { get; set; } = at;

    public long LastPosition => Position + Entries - 1;
}
