namespace Chat.Journal;

/// <summary>A row of the table <c>journal</c>: one event.</summary>
/// <param name="Created">Ticks of the UTC time, as Akka.Persistence.Sql writes them.</param>
/// <param name="Message">Null where the row only keeps its number.</param>
internal readonly record struct EventRow(long SequenceNr, byte[]? Message, string Manifest, int SerializerId, long Created, string? WriterUuid = null);

/// <summary>A row of the table <c>snapshot</c>.</summary>
internal sealed record SnapshotRow(string PersistenceId, long SequenceNr, byte[] Snapshot, string Manifest, int SerializerId, long Created);

/// <summary>Which snapshot is wanted; the newest of those that match.</summary>
internal readonly record struct SnapshotRange(long MinSequenceNr, long MaxSequenceNr, long MinCreated, long MaxCreated);

/// <summary>What one statement found of one entity: one state of the database, whatever is written meanwhile.</summary>
/// <param name="Events">Those above the snapshot, in order.</param>
/// <param name="HighestSequenceNr">Of rows and snapshots; 0 where there are none.</param>
/// <param name="IsComplete">False where there are more events than were asked for.</param>
internal sealed record RecoveredEntity(SnapshotRow? Snapshot, List<EventRow> Events, long HighestSequenceNr, bool IsComplete);

/// <summary>Rows of one entity that are not needed any more.</summary>
/// <param name="EventsUpTo">0 where none are meant.</param>
/// <param name="SnapshotsUpTo">0 where none are meant.</param>
internal readonly record struct Deletion(string PersistenceId, long EventsUpTo, long SnapshotsUpTo);
