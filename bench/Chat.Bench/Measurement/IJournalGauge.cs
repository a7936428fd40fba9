namespace Chat.Bench.Measurement;

/// <summary>Reads how far the node's journal has grown, from outside of the node.</summary>
internal interface IJournalGauge
{
    /// <summary>Null when there is no journal table (yet).</summary>
    JournalMark? Mark();

    JournalGrowth? Since(JournalMark mark);

    /// <summary>What the rows written since then, and still there, are; empty when there is no journal table.</summary>
    IReadOnlyList<EventRows> KindsSince(JournalMark mark);

    /// <summary>Sizes now; null when there is no journal table (yet).</summary>
    StorageReading? Storage();
}

/// <param name="Ordering">The highest number given to a row: rows deleted since do not hide the rows written.</param>
/// <param name="DiskBytes">PostgreSQL: position in the write-ahead log; SQLite: bytes that the process sent to the disk.</param>
internal sealed record JournalMark(long Ordering, long DiskBytes);

/// <param name="BlobBytes">Mean length of the stored event, over the rows that are still there.</param>
internal sealed record JournalGrowth(long Rows, double BlobBytes, long DiskBytes);

/// <summary>Rows of one kind of event.</summary>
/// <param name="Entity">What a persistence id begins with: <c>u</c> of a user, <c>g</c> of a group.</param>
/// <param name="Manifest">The event, as the node's serializer calls it.</param>
/// <param name="Entities">How many have written such rows.</param>
internal sealed record EventRows(string Entity, string Manifest, long Rows, long Entities);
