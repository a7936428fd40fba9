namespace Chat.Journal.Recoveries;

/// <summary>What one statement found of one entity: one state of the database, whatever is written meanwhile.</summary>
/// <param name="Events">Those above the snapshot, in order.</param>
/// <param name="HighestSequenceNr">Of rows and snapshots; 0 where there are none.</param>
/// <param name="IsComplete">False where there are more events than were asked for.</param>
internal sealed record RecoveredEntity(SnapshotRow? Snapshot, List<EventRow> Events, long HighestSequenceNr, bool IsComplete);
