using Akka.Event;
using Chat.Journal.Cleaning;
using Chat.Journal.Commits;
using Chat.Journal.Recoveries;
using Chat.Journal.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Journal.Tests;

/// <summary>How it goes about it: what rows may go is in <see cref="DisposableRowsTests"/>.</summary>
public sealed class CleanerTests : IAsyncLifetime
{
    private const int Rows = 2_000;
    private static readonly TimeSpan After = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CountedRows _store;
    private readonly Cleaner _cleaner;
    private Task _running = Task.CompletedTask;

    public CleanerTests()
    {
        var config = JournalSetup.Hocon(JournalDatabase.PostgreSQL, "Host=nowhere", $"delete-after = {After.TotalSeconds}s, delete-rows = {Rows}, delete-pause = 100ms");
        _store = new CountedRows(_time);
        _cleaner = new Cleaner(_store, JournalSettings.Of("journal", config.GetConfig(JournalSetup.JournalId)), new JournalHealth(NoLogger.Instance), _time);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_has_few_rows_goes_together()
    {
        await AskAsync(entities: 100, rows: 5);
        Start(late: false);
        await GoneAsync();
        Assert.Equal(1, _store.Statements);
    }

    [Fact]
    public async Task A_statement_passes_hardly_ever_through_what_it_has_removed()
    {
        await AskAsync(entities: 100, rows: 1_000);
        Start(late: false);
        await GoneAsync();
        // Seven to find out how many fit; asked for all a hundred each time, the fifty statements would pass through two and a half million.
        Assert.InRange(_store.Statements, 50, 120);
        Assert.InRange(_store.Passed, 0, 150_000);
    }

    [Fact]
    public async Task On_time_it_pauses_for_as_long_as_a_statement_took_and_late_not_at_all()
    {
        await AskAsync(entities: 100, rows: 1_000);
        Start(late: true);
        await Eventually.HoldsAsync(() => _store.Left == 0);

        await AskAsync(entities: 1, rows: 10_000);
        await Eventually.HoldsAsync(() =>
        {
            if (_store.Left == 10_000) _time.Advance(TimeSpan.FromSeconds(1));
            return _store.Left < 10_000;
        });
        var (left, statements) = (_store.Left, _store.Statements);
        for (var n = 0; n < 50; n++) await Task.Yield();
        Assert.Equal((left, statements), (_store.Left, _store.Statements));
        await GoneAsync();
    }

    private async Task AskAsync(int entities, int rows)
    {
        for (var n = 0; n < entities; n++)
        {
            _store.Of[$"e{n}"] = rows;
            await _cleaner.DeleteAsync(new Deletion($"e{n}", rows, 0));
        }
    }

    private void Start(bool late)
    {
        _time.Advance(After + (late ? Cleaner.Late : TimeSpan.Zero));
        _running = _cleaner.RunAsync(_stop.Token);
    }

    private Task GoneAsync() => Eventually.HoldsAsync(() =>
    {
        if (_store.Left > 0) _time.Advance(TimeSpan.FromMilliseconds(20));
        return _store.Left == 0;
    });

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _stop.Dispose();
    }

    /// <summary>Rows by entity; a statement takes 20 ms, and passes through what it has removed before on its way.</summary>
    private sealed class CountedRows(FakeTimeProvider time) : IJournalStore
    {
        private readonly Dictionary<string, int> _removed = [];

        public Dictionary<string, int> Of { get; } = [];
        public int Statements { get; private set; }
        public long Passed { get; private set; }

        public int Left
        {
            get
            {
                lock (Of) return Of.Values.Sum();
            }
        }

        public Task<int> DeleteAsync(IReadOnlyList<Deletion> deletions, int max, CancellationToken cancellation)
        {
            var removed = 0;
            lock (Of)
                foreach (var id in deletions.Select(d => d.PersistenceId).TakeWhile(_ => removed < max))
                {
                    var some = Math.Min(Of[id], max - removed);
                    Passed += _removed.GetValueOrDefault(id);
                    _removed[id] = _removed.GetValueOrDefault(id) + some;
                    Of[id] -= some;
                    removed += some;
                }

            Statements++;
            time.Advance(TimeSpan.FromMilliseconds(20));
            return Task.FromResult(removed);
        }

        public TaskScheduler WriterScheduler => TaskScheduler.Default;
        public int Writers => 1;

        public TaskScheduler ReaderScheduler(int reader) => TaskScheduler.Default;

        public Task<IReadOnlyList<int>> AppendAsync(int writer, IReadOnlyList<Append> group, CancellationToken cancellation) => throw new NotSupportedException();

        public Task SaveSnapshotsAsync(int writer, IReadOnlyList<SnapshotRow> group, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<RecoveredEntity>> RecoverAsync(int reader, IReadOnlyList<string> persistenceIds, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<EventRow>> ReadEventsAsync(string persistenceId, long from, long to, int max, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<SnapshotRow?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) => throw new NotSupportedException();

        public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) => throw new NotSupportedException();

        public Fault FaultOf(Exception failure) => Fault.Setup;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
