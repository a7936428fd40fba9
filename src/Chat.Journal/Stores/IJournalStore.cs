using Chat.Journal.Cleaning;
using Chat.Journal.Commits;
using Chat.Journal.Recoveries;

namespace Chat.Journal.Stores;

/// <summary>
/// The statements, once for each kind of database. Every call is one transaction and may be repeated. Fails with
/// <see cref="System.Data.Common.DbException"/>, which <see cref="FaultOf"/> can tell apart.
/// </summary>
internal interface IJournalStore : IAsyncDisposable
{
    /// <summary>Where the writing loops run; SQLite has a thread of its own for them.</summary>
    TaskScheduler WriterScheduler { get; }

    /// <summary>Where the reading loops run.</summary>
    TaskScheduler ReaderScheduler(int reader);

    /// <summary>Commits at a time.</summary>
    int Writers { get; }

    /// <summary>
    /// Writes the events of all entities whose fence allows it (R2): neither a row nor a snapshot has the first of their numbers or a
    /// higher one.
    /// </summary>
    /// <param name="writer">Which of the writers' connections.</param>
    /// <param name="group">Each entity at most once.</param>
    /// <returns>Indexes of those that were refused; their events are not written.</returns>
    Task<IReadOnlyList<int>> AppendAsync(int writer, IReadOnlyList<Append> group, CancellationToken cancellation);

    /// <summary>Writes snapshots, each number of an entity at most once in a group.</summary>
    Task SaveSnapshotsAsync(int writer, IReadOnlyList<SnapshotRow> group, CancellationToken cancellation);

    /// <summary>Newest snapshot, the events after it and the highest number, of several entities from one state of the database.</summary>
    Task<IReadOnlyList<RecoveredEntity>> RecoverAsync(int reader, IReadOnlyList<string> persistenceIds, CancellationToken cancellation);

    Task<IReadOnlyList<EventRow>> ReadEventsAsync(string persistenceId, long from, long to, int max, CancellationToken cancellation);

    Task<SnapshotRow?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation);

    /// <summary>All that match, except the newest of the entity where no row has a higher number (R2).</summary>
    Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation);

    /// <summary>
    /// Removes rows up to the numbers given; the newest row of an entity only where a snapshot carries its number, else it stays and is
    /// marked deleted (R2).
    /// </summary>
    /// <returns>Rows removed; as many as <paramref name="max"/> where there may be more.</returns>
    Task<int> DeleteAsync(IReadOnlyList<Deletion> deletions, int max, CancellationToken cancellation);

    /// <summary>What kind of failure it is, and so what helps.</summary>
    Fault FaultOf(Exception failure);
}

/// <summary>What helps against a failure.</summary>
internal enum Fault
{
    /// <summary>A value or a conflict: only the entity whose row it is has to go (R8).</summary>
    Row,

    /// <summary>Somebody holds what one of the rows needs, or took it in another order: the others need not wait for that.</summary>
    Contention,

    /// <summary>The database is slow, gone, full or read-only: trying again later; what was asked for may have been done.</summary>
    Database,

    /// <summary>A table is missing, a file is no database: nothing helps but the operator.</summary>
    Setup,
}
