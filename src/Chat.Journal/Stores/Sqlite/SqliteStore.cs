using Chat.Journal.Cleaning;
using Chat.Journal.Commits;
using Chat.Journal.Recoveries;
using Microsoft.Data.Sqlite;

namespace Chat.Journal.Stores.Sqlite;

/// <summary>
/// SQLite: one thread writes, each group a transaction; a few others read. The loops that use it run on these threads, so a call of
/// theirs has ended when it returns.
/// </summary>
internal sealed class SqliteStore : IJournalStore
{
    private readonly string _writerUuid;
    private readonly int _maxEvents;
    private readonly DedicatedThread _writerThread = new("journal writer");
    private readonly SqliteSession _writer;
    private readonly (DedicatedThread Thread, SqliteSession Session)[] _readers;

    public SqliteStore(JournalSettings settings, string writerUuid)
    {
        _writerUuid = writerUuid;
        _maxEvents = settings.ReadEvents;
        // Not from the pool: these connections are kept, with what is prepared on them.
        var text = new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ToString();
        _writer = new SqliteSession(text);
        _readers = [.. Enumerable.Range(0, settings.Readers).Select(i => (new DedicatedThread($"journal reader {i}"), new SqliteSession(text)))];
    }

    public TaskScheduler WriterScheduler => _writerThread;

    public TaskScheduler ReaderScheduler(int reader) => _readers[reader].Thread;

    public int Writers => 1;

    public Fault FaultOf(Exception failure) => SqliteFaults.Of(failure);

    public Task<IReadOnlyList<int>> AppendAsync(int writer, IReadOnlyList<Append> group, CancellationToken cancellation) =>
        Task.FromResult(_writer.InTransaction<IReadOnlyList<int>>(write: true, session =>
        {
            List<int>? refused = null;
            for (var i = 0; i < group.Count; i++)
            {
                var id = group[i].PersistenceId;
                var rows = group[i].Rows;
                if (Write(session, SqliteStatements.AppendFirst, id, rows[0]) == 0) (refused ??= []).Add(i);
                else
                    for (var r = 1; r < rows.Count; r++)
                        Write(session, SqliteStatements.Append, id, rows[r]);
            }

            return refused ?? (IReadOnlyList<int>)[];
        }));

    private int Write(SqliteSession session, string statement, string id, in EventRow row) =>
        session.Execute(statement, row.Created, id, row.SequenceNr, row.Message!, row.Manifest, row.SerializerId, _writerUuid);

    public Task SaveSnapshotsAsync(int writer, IReadOnlyList<SnapshotRow> group, CancellationToken cancellation) =>
        Task.FromResult(_writer.InTransaction(write: true, session =>
        {
            foreach (var s in group)
                session.Execute(SqliteStatements.SaveSnapshot, s.PersistenceId, s.SequenceNr, s.Created, s.Snapshot, s.Manifest, s.SerializerId);
            return group.Count;
        }));

    public Task<IReadOnlyList<RecoveredEntity>> RecoverAsync(int reader, IReadOnlyList<string> persistenceIds, CancellationToken cancellation) =>
        Task.FromResult(_readers[reader].Session.InTransaction<IReadOnlyList<RecoveredEntity>>(
            write: false, session => [.. persistenceIds.Select(id => Recover(session, id))]));

    private RecoveredEntity Recover(SqliteSession session, string id)
    {
        var snapshot = Find(session, id, new SnapshotRange(0, long.MaxValue, long.MinValue, long.MaxValue));
        var newest = session.Query(SqliteStatements.Newest, row => row.GetInt64(0), id)[0];
        var at = snapshot?.SequenceNr ?? 0;
        var events = newest > at ? session.Query(SqliteStatements.ReadEvents, EventAt, id, at + 1, long.MaxValue, _maxEvents + 1) : [];
        var isComplete = events.Count <= _maxEvents;
        if (!isComplete) events.RemoveAt(events.Count - 1);
        return new RecoveredEntity(snapshot, events, Math.Max(newest, at), isComplete);
    }

    public Task<IReadOnlyList<EventRow>> ReadEventsAsync(string persistenceId, long from, long to, int max, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyList<EventRow>>(session => session.Query(SqliteStatements.ReadEvents, EventAt, persistenceId, from, to, max));

    public Task<SnapshotRow?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        ReadAsync(session => Find(session, persistenceId, range));

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        _writerThread.RunAsync(() => _writer.InTransaction(write: true, session => session.Execute(
            SqliteStatements.DeleteSnapshots, persistenceId, range.MinSequenceNr, range.MaxSequenceNr, range.MinCreated, range.MaxCreated)));

    public Task<int> DeleteAsync(IReadOnlyList<Deletion> deletions, int max, CancellationToken cancellation) =>
        _writerThread.RunAsync(() => _writer.InTransaction(write: true, session =>
        {
            var removed = 0;
            foreach (var deletion in deletions)
            {
                if (deletion.EventsUpTo > 0)
                {
                    if (removed < max) removed += session.Execute(SqliteStatements.DeleteEvents, deletion.PersistenceId, deletion.EventsUpTo, max - removed);
                    session.Execute(SqliteStatements.MarkNewestDeleted, deletion.PersistenceId, deletion.EventsUpTo);
                }

                if (deletion.SnapshotsUpTo > 0)
                    session.Execute(SqliteStatements.DeleteSnapshots, deletion.PersistenceId, 0L, deletion.SnapshotsUpTo, long.MinValue, long.MaxValue);
            }

            return removed;
        }));

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> query) =>
        _readers[0].Thread.RunAsync(() => _readers[0].Session.InTransaction(write: false, query));

    private static SnapshotRow? Find(SqliteSession session, string id, SnapshotRange range) => session.Query(
        SqliteStatements.FindSnapshot,
        row => new SnapshotRow(id, row.GetInt64(0), row.GetFieldValue<byte[]>(1), TextAt(row, 2), row.GetInt32(3), row.GetInt64(4)),
        id, range.MinSequenceNr, range.MaxSequenceNr, range.MinCreated, range.MaxCreated).FirstOrDefault();

    private static EventRow EventAt(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<byte[]>(1), TextAt(row, 2), row.GetInt32(3), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetString(5));

    private static string TextAt(SqliteDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);

    public async ValueTask DisposeAsync()
    {
        await _writerThread.RunAsync(() =>
        {
            _writer.Dispose();
            return 0;
        });
        _writerThread.Dispose();
        foreach (var (thread, session) in _readers)
        {
            await thread.RunAsync(() =>
            {
                session.Dispose();
                return 0;
            });
            thread.Dispose();
        }
    }
}
