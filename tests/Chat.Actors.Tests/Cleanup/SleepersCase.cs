using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Streams;
using Chat.Actors.Addressing;
using Chat.Actors.Cleanup;
using Chat.Actors.Entities;
using Chat.Actors.History;
using Chat.Actors.Persistence;
using Chat.Actors.Tests.Harness;
using Chat.Actors.Tests.Persistence;
using Chat.Actors.Users;
using Chat.Domain;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Cleanup;

/// <summary>
/// A node on a real database whose clock begins 31 days ago. <see cref="PassAsync"/> brings both clocks forward: the entities' own, and,
/// since the journal stamps its rows with the real one, the stamps.
/// </summary>
internal sealed class SleepersCase : IAsyncDisposable, IEntities, IConnectionRegistry
{
    private readonly ConcurrentQueue<(string Id, long At)> _asked = new();
    private readonly LateRows _rows = new();
    private readonly SqlJournalCase _journal;
    private int _ended;

    private SleepersCase(SqlJournalCase journal)
    {
        _journal = journal;
        Time = new FakeTimeProvider(DateTimeOffset.UtcNow - TimeSpan.FromDays(31));
        Host = Start();
    }

    public FakeTimeProvider Time { get; }

    /// <summary>What the clean-up waits for an answer by.</summary>
    public FakeTimeProvider AnswerTime { get; } = new();

    public UserHost Host { get; private set; }

    public SqlJournalCase Journal => _journal;

    /// <summary>The users whom the clean-up has asked, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked.Select(a => a.Id)];

    /// <summary>From the first to the last.</summary>
    public TimeSpan AskedWithin => Stopwatch.GetElapsedTime(_asked.First().At, _asked.Last().At);

    /// <summary>Whom no command of the clean-up reaches.</summary>
    public string? Unreachable { get; set; }

    /// <summary>One who was asked after that one has answered, as all before: with two at a time nobody else is asked until it is given up.</summary>
    public bool OnlyTheUnreachableIsWaitedFor
    {
        get
        {
            var ended = Volatile.Read(ref _ended);
            var asked = Asked;
            return asked.Count == ended + 1 && asked.Contains(Unreachable) && asked[^1] != Unreachable;
        }
    }

    public static async Task<SleepersCase> CreateAsync(string provider) => new(await SqlJournalCase.CreateAsync(provider));

    private UserHost Start()
    {
        var host = _journal.StartHost(time: Time, rows: _rows, overrides: "delete-after = 0s");
        host.Connections.Registry = Registry;
        _rows.Rows = new SqlEntityRows(_journal.Databases, host.System);
        return host;
    }

    public ConnectionRegistry Registry { get; } = new(77);

    void IEntities.Tell(IEntityMessage message)
    {
        _asked.Enqueue((message.Entity.Id, Stopwatch.GetTimestamp()));
        if (message.Entity.Id != Unreachable) Host.Tell((UserCommand)message);
    }

    ConnectionAddress IConnectionRegistry.Register(IConnectionEndpoint endpoint) => Registry.Register(endpoint);

    void IConnectionRegistry.Unregister(ConnectionAddress address)
    {
        Registry.Unregister(address);
        Interlocked.Increment(ref _ended);
    }

    public async Task SendAsync(string to, int messages, long session)
    {
        var before = Host.Connections.Of<SendAccepted>(new(1, session)).Count();
        for (var n = before + 1; n <= before + messages; n++)
            Host.Tell(UserHost.Message(to, n, $"text {n}", session: session));
        await Eventually.HoldsAsync(() => Host.Connections.Of<SendAccepted>(new(1, session)).Count() == before + messages);
    }

    public async Task AllAsleepAsync(params IEnumerable<string> users)
    {
        foreach (var user in users)
            await Eventually.HoldsAsync(async () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return !await Host.IsAwakeAsync(user);
            });
    }

    /// <summary>The node and all that it had in memory are gone.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Host = Start();
    }

    /// <param name="days">31 in all: then the clocks agree.</param>
    public async Task PassAsync(int days = 31)
    {
        var by = TimeSpan.FromDays(days);
        await _journal.DoAsync($"update journal set created = created - {by.Ticks}");
        Time.Advance(by);
    }

    public CleanupStream Stream(CleanupSettings settings) => new(
        _journal.Databases, new CleanupRequests(this, this, settings.AnswerTimeout, AnswerTime), settings, _ => TimeSpan.FromDays(30),
        new OldHistory(new SqlHistory(_journal.Databases), TimeSpan.FromDays(365), Time), Time);

    /// <summary>A round from its beginning to its end.</summary>
    public async Task<CleanupProgress> RoundAsync(CleanupSettings? settings = null)
    {
        using var materializer = Host.System.Materializer();
        var round = new CleanupRound(_journal.Database, CleanupProgress.Beginning(Time.GetUtcNow()), Time, NullLogger.Instance);
        await Stream(settings ?? Fast).RunAsync([round], materializer, CancellationToken.None);
        return round.Progress;
    }

    public static CleanupSettings Fast { get; } = new() { WakeUpsPerSecond = 10_000, PagesPerSecond = 1_000, PageSize = 7 };

    public IActorRef StartActor(CleanupSettings settings) =>
        Host.System.ActorOf(CleanupActor.Props(_journal.Databases, Stream(settings), settings, Time, NullLogger.Instance));

    public Task<long> RowsAsync(string user) => CountAsync("journal", user);

    public Task<long> SnapshotsAsync(string user) => CountAsync("snapshot", user);

    private Task<long> CountAsync(string table, string user) =>
        _journal.AskAsync<long>($"select count(*) from {table} where persistence_id = '{PersistenceId(user)}'");

    public static string PersistenceId(string user) => EntityAddress.Of(new Chat.Protocol.Ids.UserId(user)).PersistenceId;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _journal.Dispose();
    }

    /// <summary>Reads with the serializers of a system that starts after it.</summary>
    private sealed class LateRows : IEntityRows
    {
        public IEntityRows? Rows { get; set; }

        public Task<IReadOnlyList<(long SequenceNr, TEvent Event)>> ReadAsync<TEvent>(EntityAddress entity, long from, int max, CancellationToken cancellation)
            where TEvent : class =>
            Rows!.ReadAsync<TEvent>(entity, from, max, cancellation);
    }
}
