using Chat.Journal.Cleaning;
using Chat.Journal.Commits;
using Chat.Journal.Recoveries;
using Npgsql;

namespace Chat.Journal.Stores.Postgres;

/// <summary>PostgreSQL: arrays into prepared statements, each a transaction of its own at read committed.</summary>
internal sealed class PostgresStore : IJournalStore
{
    private readonly string _recover;
    private readonly string _writerUuid;
    private readonly PostgresSession[] _writers;
    private readonly PostgresSession[] _readers;
    private readonly PostgresSession _housekeeping;
    private readonly SemaphoreSlim _atHousekeeping = new(1, 1);
    private readonly int _maxEvents;

    public PostgresStore(JournalSettings settings, string writerUuid)
    {
        _writerUuid = writerUuid;
        _maxEvents = settings.ReadEvents;
        _recover = PostgresStatements.Recover(settings.ReadEvents);
        Writers = settings.Writers;
        // Not from the pool: these connections are kept, with what is prepared on them. The driver's own timeout only guards against a
        // server that answers nothing at all.
        var text = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            CommandTimeout = (int)Math.Ceiling(settings.StatementTimeout.TotalSeconds) + 5,
            ApplicationName = "chat-journal",
        }.ToString();
        _writers = [.. Enumerable.Range(0, settings.Writers + 1).Select(_ => NewSession())];
        _readers = [.. Enumerable.Range(0, settings.Readers).Select(_ => NewSession())];
        _housekeeping = NewSession();
        PostgresSession NewSession() => new(text, settings.StatementTimeout);
    }

    public TaskScheduler WriterScheduler => TaskScheduler.Default;

    public TaskScheduler ReaderScheduler(int reader) => TaskScheduler.Default;

    public int Writers { get; }

    public Fault FaultOf(Exception failure) => PostgresFaults.Of(failure);

    public Task<IReadOnlyList<int>> AppendAsync(int writer, IReadOnlyList<Append> group, CancellationToken cancellation) =>
        _writers[writer].RunAsync<IReadOnlyList<int>>(
            PostgresStatements.Append,
            parameters => Bind(parameters, group),
            async reader =>
            {
                List<int>? refused = null;
                while (await reader.ReadAsync(cancellation)) (refused ??= []).Add((int)reader.GetInt64(0) - 1);
                return refused ?? (IReadOnlyList<int>)[];
            },
            cancellation);

    private void Bind(PostgresSession.Parameters parameters, IReadOnlyList<Append> group)
    {
        var rows = group.Sum(a => a.Rows.Count);
        var (ids, firsts) = (new string[group.Count], new long[group.Count]);
        var (owners, numbers, created) = (new long[rows], new long[rows], new long[rows]);
        var (messages, manifests, serializers) = (new byte[rows][], new string[rows], new int[rows]);
        var next = 0;
        for (var i = 0; i < group.Count; i++)
        {
            (ids[i], firsts[i]) = (group[i].PersistenceId, group[i].FirstSequenceNr);
            foreach (var row in group[i].Rows)
            {
                (owners[next], numbers[next], created[next]) = (i + 1, row.SequenceNr, row.Created);
                (messages[next], manifests[next], serializers[next]) = (row.Message!, row.Manifest, row.SerializerId);
                next++;
            }
        }

        parameters.Texts(1, ids);
        parameters.Numbers(2, firsts);
        parameters.Numbers(3, owners);
        parameters.Numbers(4, numbers);
        parameters.Blobs(5, messages);
        parameters.Texts(6, manifests);
        parameters.Integers(7, serializers);
        parameters.Numbers(8, created);
        parameters.Text(9, _writerUuid);
    }

    public Task SaveSnapshotsAsync(int writer, IReadOnlyList<SnapshotRow> group, CancellationToken cancellation) =>
        _writers[writer].ExecuteAsync(
            PostgresStatements.SaveSnapshots,
            parameters =>
            {
                parameters.Texts(1, [.. group.Select(s => s.PersistenceId)]);
                parameters.Numbers(2, [.. group.Select(s => s.SequenceNr)]);
                parameters.Numbers(3, [.. group.Select(s => s.Created)]);
                parameters.Blobs(4, [.. group.Select(s => s.Snapshot)]);
                parameters.Texts(5, [.. group.Select(s => s.Manifest)]);
                parameters.Integers(6, [.. group.Select(s => s.SerializerId)]);
            },
            cancellation);

    public Task<IReadOnlyList<RecoveredEntity>> RecoverAsync(int reader, IReadOnlyList<string> persistenceIds, CancellationToken cancellation) =>
        _readers[reader].RunAsync<IReadOnlyList<RecoveredEntity>>(
            _recover,
            parameters => parameters.Texts(1, [.. persistenceIds]),
            async rows =>
            {
                var found = new RecoveredEntity[persistenceIds.Count];
                while (await rows.ReadAsync(cancellation))
                {
                    var i = (int)rows.GetInt64(0) - 1;
                    if (rows.IsDBNull(1)) found[i].Events.Add(EventAt(rows, 2));
                    else found[i] = HeadAt(rows, persistenceIds[i]);
                }

                return Array.ConvertAll(found, Complete);
            },
            cancellation);

    private RecoveredEntity Complete(RecoveredEntity entity)
    {
        entity.Events.Sort(static (a, b) => a.SequenceNr.CompareTo(b.SequenceNr)); // as a rule they are
        if (entity.Events.Count <= _maxEvents) return entity;
        entity.Events.RemoveAt(entity.Events.Count - 1);
        return entity with { IsComplete = false };
    }

    private static RecoveredEntity HeadAt(NpgsqlDataReader rows, string persistenceId)
    {
        var newest = rows.GetInt64(1);
        if (rows.IsDBNull(2)) return new RecoveredEntity(null, [], newest, IsComplete: true);
        var snapshot = SnapshotAt(rows, 2, persistenceId);
        return new RecoveredEntity(snapshot, [], Math.Max(newest, snapshot.SequenceNr), IsComplete: true);
    }

    public Task<IReadOnlyList<EventRow>> ReadEventsAsync(string persistenceId, long from, long to, int max, CancellationToken cancellation) =>
        KeepHouseAsync(
            session => session.RunAsync<IReadOnlyList<EventRow>>(
                PostgresStatements.ReadEvents,
                parameters =>
                {
                    parameters.Text(1, persistenceId);
                    parameters.Number(2, from);
                    parameters.Number(3, to);
                    parameters.Number(4, max);
                },
                async rows =>
                {
                    var events = new List<EventRow>();
                    while (await rows.ReadAsync(cancellation)) events.Add(EventAt(rows, 0));
                    return events;
                },
                cancellation),
            cancellation);

    public Task<SnapshotRow?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        KeepHouseAsync(
            session => session.RunAsync(
                PostgresStatements.FindSnapshot, parameters => Bind(parameters, persistenceId, range),
                async rows => await rows.ReadAsync(cancellation) ? SnapshotAt(rows, 0, persistenceId) : null,
                cancellation),
            cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        KeepHouseAsync(
            session => session.ExecuteAsync(PostgresStatements.DeleteSnapshots, parameters => Bind(parameters, persistenceId, range), cancellation),
            cancellation);

    public Task<int> DeleteAsync(IReadOnlyList<Deletion> deletions, int max, CancellationToken cancellation) =>
        KeepHouseAsync(
            async session =>
            {
                var removed = 0;
                var events = deletions.Where(d => d.EventsUpTo > 0).ToList();
                if (events.Count > 0)
                {
                    string[] ids = [.. events.Select(d => d.PersistenceId)];
                    long[] upTo = [.. events.Select(d => d.EventsUpTo)];
                    removed = await session.ExecuteAsync(
                        PostgresStatements.DeleteEvents,
                        parameters =>
                        {
                            BindDeletion(parameters, ids, upTo);
                            parameters.Number(3, max);
                        },
                        cancellation);
                    await session.ExecuteAsync(PostgresStatements.MarkNewestDeleted, parameters => BindDeletion(parameters, ids, upTo), cancellation);
                }

                var snapshots = deletions.Where(d => d.SnapshotsUpTo > 0).ToList();
                if (snapshots.Count > 0)
                    await session.ExecuteAsync(
                        PostgresStatements.DeleteSnapshotsOfMany,
                        parameters => BindDeletion(parameters, [.. snapshots.Select(d => d.PersistenceId)], [.. snapshots.Select(d => d.SnapshotsUpTo)]),
                        cancellation);
                return removed;
            },
            cancellation);

    private static void BindDeletion(PostgresSession.Parameters parameters, string[] ids, long[] upTo)
    {
        parameters.Texts(1, ids);
        parameters.Numbers(2, upTo);
    }

    private static void Bind(PostgresSession.Parameters parameters, string persistenceId, SnapshotRange range)
    {
        parameters.Text(1, persistenceId);
        parameters.Number(2, range.MinSequenceNr);
        parameters.Number(3, range.MaxSequenceNr);
        parameters.Number(4, range.MinCreated);
        parameters.Number(5, range.MaxCreated);
    }

    private static EventRow EventAt(NpgsqlDataReader rows, int first) => new(
        rows.GetInt64(first), rows.GetFieldValue<byte[]>(first + 1), rows.IsDBNull(first + 2) ? "" : rows.GetString(first + 2),
        rows.GetInt32(first + 3), rows.GetInt64(first + 4), rows.IsDBNull(first + 5) ? null : rows.GetString(first + 5));

    private static SnapshotRow SnapshotAt(NpgsqlDataReader rows, int first, string persistenceId) => new(
        persistenceId, rows.GetInt64(first), rows.GetFieldValue<byte[]>(first + 1), rows.IsDBNull(first + 2) ? "" : rows.GetString(first + 2),
        rows.GetInt32(first + 3), rows.GetInt64(first + 4));

    private async Task<T> KeepHouseAsync<T>(Func<PostgresSession, Task<T>> work, CancellationToken cancellation)
    {
        await _atHousekeeping.WaitAsync(cancellation);
        try
        {
            return await work(_housekeeping);
        }
        finally
        {
            _atHousekeeping.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _writers.Concat(_readers).Append(_housekeeping)) await session.DisposeAsync();
        _atHousekeeping.Dispose();
    }
}
