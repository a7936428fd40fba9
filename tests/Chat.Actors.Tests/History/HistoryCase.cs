using Chat.Actors.Entities;
using Chat.Actors.History;
using Chat.Actors.Persistence;
using Chat.Actors.Tests.Harness;
using Chat.Actors.Tests.Persistence;
using Chat.Domain.History;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Logging.Abstractions;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.History;

/// <summary>A node with users on a real database, its stream into history, and a way to have it crash and start again.</summary>
internal sealed class HistoryCase : IAsyncDisposable
{
    private readonly HistorySettings _settings;
    private readonly UserLimits _limits;
    private readonly LateRows _rows = new();
    private int _asked;

    private HistoryCase(SqlJournalCase journal, HistorySettings settings, UserLimits limits)
    {
        (Journal, _settings, _limits) = (journal, settings, limits);
        Table = new SqlHistory(journal.Databases);
        History = new FaultyHistory(Table);
        Host = Start();
    }

    public SqlJournalCase Journal { get; }
    public SqlHistory Table { get; }
    public FaultyHistory History { get; }
    public UserHost Host { get; private set; }

    /// <summary>What was written is not told to whoever has asked, as after a crash.</summary>
    public bool Forgets { get; set; }

    public static async Task<HistoryCase> CreateAsync(string provider, HistorySettings? settings = null, UserLimits? limits = null) =>
        new(await SqlJournalCase.CreateAsync(provider), settings ?? new HistorySettings(), limits ?? new UserLimits());

    private UserHost Start()
    {
        var stream = new HistoryStream(Journal.Databases, History, _settings, NullLogger.Instance);
        var host = Journal.StartHost(_limits, rows: _rows, overrides: "delete-after = 0s", history: new Forgetful(stream, this));
        _rows.Rows = new SqlEntityRows(Journal.Databases, host.System);
        stream.Start(host.System);
        return host;
    }

    /// <summary>The node and all that it had in memory are gone; a new one wakes those who are named.</summary>
    public async Task RestartAsync(params IEnumerable<string> users)
    {
        await Host.DisposeAsync();
        Host = Start();
        foreach (var user in users)
            Host.Tell(new UserCommands.Wake(new UserId(user)));
    }

    public async Task SetAsync(string user, bool on)
    {
        var asker = new Protocol.Entities.ConnectionAddress(1, 1_000_000 + Interlocked.Increment(ref _asked));
        Host.Tell(new UserCommands.SetHistory(new UserId(user), asker, on));
        await Eventually.HoldsAsync(() => Host.Connections.Of<Done>(asker).Any());
    }

    /// <summary>Durable when it returns: the ids in order.</summary>
    public async Task<IReadOnlyList<string>> SendAsync(string to, int messages, long session)
    {
        var host = Host;
        for (var n = 1; n <= messages; n++)
            host.Tell(UserHost.Message(to, n, $"text {n}", session: session));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>(new(1, session)).Count() == messages);
        return [.. host.Connections.Of<SendAccepted>(new(1, session)).OrderBy(a => a.N).Select(a => a.MessageId.ToString())];
    }

    public static HistoryQuery Of(string user, string peer = "anna", int limit = 100_000) =>
        new(EntityAddress.Of(new UserId(user)), new UserId(peer), Since: 0, limit);

    public async Task<IReadOnlyList<string>> KeptAsync(string user) => Ids(await Table.PageAsync(Of(user), CancellationToken.None));

    public static IReadOnlyList<string> Ids(HistoryPage page) => [.. page.Messages.Select(m => m.MessageId.ToString())];

    public Task HoldsAsync(string user, IReadOnlyList<string> ids) =>
        Eventually.HoldsAsync(async () => (await KeptAsync(user)).SequenceEqual(ids));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Journal.Dispose();
    }

    private sealed class Forgetful(IHistoryWriter writer, HistoryCase of) : IHistoryWriter
    {
        public bool TryRecord(HistoryRequest request) => writer.TryRecord(request with
        {
            Ended = upTo =>
            {
                if (!of.Forgets) request.Ended(upTo);
            },
        });

        public Task EraseAsync(EntityAddress owner, long upTo, CancellationToken cancellation) => writer.EraseAsync(owner, upTo, cancellation);
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
