using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Chat.Journal.Cleaning;
using Chat.Journal.Commits;
using Chat.Journal.Recoveries;
using Chat.Journal.Stores;
using Chat.Journal.Stores.Postgres;
using Chat.Journal.Stores.Sqlite;

namespace Chat.Journal;

/// <summary>What the journal and the snapshot store of one database share: its connections, its queues and its clean-up.</summary>
internal sealed class JournalEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loops;

    public JournalEngine(ExtendedActorSystem system, JournalSettings settings, TimeProvider time)
    {
        var log = Logging.GetLogger(system, typeof(ChatJournal));
        Settings = settings;
        // Of this start of this journal: what it has written itself it recognises by it.
        WriterUuid = Guid.NewGuid().ToString("N");
        Payloads = new PayloadSerialization(system, time);
        Health = new JournalHealth(log);
        Store = settings.Database == JournalDatabase.SQLite ? new SqliteStore(settings, WriterUuid) : new PostgresStore(settings, WriterUuid);
        Commits = new GroupCommit(Store, settings, Health, time);
        Saves = new GroupSave(Store, settings, Health, time);
        Recoveries = new GroupRecovery(Store, Commits.Queue, settings, Health, time);
        Cleaner = new Cleaner(Store, settings, Health, time);
        Handover = new Handover(time);
        _loops = Task.WhenAll(
            Watch(Commits.RunAsync(_stop.Token)), Watch(Saves.RunAsync(_stop.Token)),
            Watch(Recoveries.RunAsync(_stop.Token)), Watch(Task.Run(() => Cleaner.RunAsync(_stop.Token))));

        async Task Watch(Task loop)
        {
            try
            {
                await loop;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // the system has ended
            }
            catch (Exception e)
            {
                // A defect of ours; entities would wait for ever.
                Health.Failing(e);
                log.Error(e, "A loop of the journal has ended; the node cannot go on");
                _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.UnknownReason.Instance);
            }
        }
    }

    public JournalSettings Settings { get; }
    public string WriterUuid { get; }
    public PayloadSerialization Payloads { get; }
    public JournalHealth Health { get; }
    public IJournalStore Store { get; }
    public GroupCommit Commits { get; }
    public GroupSave Saves { get; }
    public GroupRecovery Recoveries { get; }
    public Cleaner Cleaner { get; }
    public Handover Handover { get; }

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Ends what is under way, then the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops;
        await Store.DisposeAsync();
        Commits.Dispose();
        _stop.Dispose();
    }
}

/// <summary>The engines of an actor system, by the id of their journal; ended with the system.</summary>
public sealed class JournalEngines : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<string, Lazy<JournalEngine>> _engines = new(StringComparer.Ordinal);

    internal JournalEngines(ExtendedActorSystem system)
    {
        _system = system;
        system.RegisterOnTermination(() =>
        {
            foreach (var engine in _engines.Values)
                _ = engine.Value.DisposeAsync().AsTask();
        });
    }

    public static JournalEngines Get(ActorSystem system) => system.WithExtension<JournalEngines, Provider>();

    internal JournalEngine Of(string journalId) => _engines.GetOrAdd(journalId, id => new Lazy<JournalEngine>(() =>
        new JournalEngine(_system, JournalSettings.Of(id, _system.Settings.Config.GetConfig(id)), TimeProvider.System))).Value;

    /// <summary>Reasons of those that cannot work now, by the id of their journal.</summary>
    public IReadOnlyDictionary<string, string> Failing => _engines
        .Where(e => e.Value.IsValueCreated && e.Value.Value.Health.Reason is not null)
        .ToDictionary(e => e.Key, e => e.Value.Value.Health.Reason!);

    /// <summary>For Akka.</summary>
    public sealed class Provider : ExtensionIdProvider<JournalEngines>
    {
        public override JournalEngines CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
