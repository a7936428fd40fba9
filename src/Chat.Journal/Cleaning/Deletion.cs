namespace Chat.Journal.Cleaning;

/// <summary>Rows of one entity that are not needed any more.</summary>
/// <param name="EventsUpTo">0 where none are meant.</param>
/// <param name="SnapshotsUpTo">0 where none are meant.</param>
internal readonly record struct Deletion(string PersistenceId, long EventsUpTo, long SnapshotsUpTo);
