namespace Chat.Bench.Measurement;

/// <summary>How large a database is at one moment; null where its kind has no such thing.</summary>
/// <param name="JournalBytes">Table and indexes.</param>
/// <param name="WalBytes">SQLite's log beside the file.</param>
/// <param name="SpilledRows">Buckets of sends that entities remember outside memory, and in bytes.</param>
/// <param name="DeadRows">Of all tables, not vacuumed yet.</param>
internal sealed record StorageReading(
    long DatabaseBytes, long? JournalBytes, long? WalBytes, long JournalRows, long? DeadRows, long SnapshotRows, long SpilledRows, long? SpilledBytes);
