namespace Chat.Journal;

/// <summary>A row of the table <c>snapshot</c>.</summary>
internal sealed record SnapshotRow(string PersistenceId, long SequenceNr, byte[] Snapshot, string Manifest, int SerializerId, long Created);

/// <summary>Which snapshot is wanted; the newest of those that match.</summary>
internal readonly record struct SnapshotRange(long MinSequenceNr, long MaxSequenceNr, long MinCreated, long MaxCreated);
