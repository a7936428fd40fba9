using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;

namespace Chat.Journal.Tests.Harness;

/// <summary>What became of the events of one request to write.</summary>
internal sealed record Written(IReadOnlyList<long> Acked, IReadOnlyList<(long Number, Exception Cause)> Failed)
{
    public bool AllAcked => Failed.Count == 0;
}

/// <summary>What a recovery is told.</summary>
internal sealed record Replay(IReadOnlyList<IPersistentRepresentation> Events, long Highest)
{
    public IEnumerable<string> Texts => Events.Select(e => ((Item)e.Payload).Text);

    public IEnumerable<long> Numbers => Events.Select(e => e.SequenceNr);
}

/// <summary>
/// A node: an actor system with a journal and a snapshot store, spoken to in the protocol of persistent actors. Two of them on one database
/// are two nodes, and each may think that it owns an entity.
/// </summary>
internal sealed class JournalNode : IAsyncDisposable
{
    private readonly string _writer = Guid.NewGuid().ToString();
    private int _incarnation;

    public JournalNode(Config persistence, Setup? setup = null)
    {
        var config = ConfigurationFactory.ParseString("akka { log-dead-letters = off, loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }")
            .WithFallback(ItemSerializer.Hocon).WithFallback(persistence);
        var bootstrap = BootstrapSetup.Create().WithConfig(config);
        System = ActorSystem.Create("node", setup is null ? ActorSystemSetup.Create(bootstrap) : bootstrap.And(setup));
        Journal = Persistence.Instance.Apply(System).JournalFor(null);
        Snapshots = Persistence.Instance.Apply(System).SnapshotStoreFor(null);
    }

    public ActorSystem System { get; }
    public IActorRef Journal { get; }
    public IActorRef Snapshots { get; }

    /// <summary>Events with numbers from <paramref name="first"/> on, all or none.</summary>
    public AtomicWrite Atomic(string id, long first, params object[] events) => new(
        events.Select((e, i) => (IPersistentRepresentation)new Persistent(
            e is string text ? new Item(text) : e, first + i, id, string.Empty, false, ActorRefs.NoSender, _writer)).ToImmutableList());

    public Task<Written> WriteAsync(string id, long first, params object[] events) => WriteAsync(Atomic(id, first, events));

    /// <summary>One request, as a persistent actor sends what has gathered while an earlier one was under way.</summary>
    public Task<Written> WriteAsync(params AtomicWrite[] writes)
    {
        var left = writes.Sum(w => w.Size);
        var acked = new List<long>();
        var failed = new List<(long, Exception)>();
        return Exchange<Written>.StartAsync(
            System, Journal, asker => new WriteMessages(writes, asker, Interlocked.Increment(ref _incarnation)),
            answer =>
            {
                switch (answer)
                {
                    case WriteMessageSuccess success:
                        acked.Add(success.Persistent.SequenceNr);
                        return --left == 0;
                    case WriteMessageFailure failure:
                        failed.Add((failure.Persistent.SequenceNr, failure.Cause));
                        return --left == 0;
                    case WriteMessageRejected rejected:
                        failed.Add((rejected.Persistent.SequenceNr, rejected.Cause));
                        return --left == 0;
                    default:
                        return false;
                }
            },
            () => new Written(acked, failed));
    }

    public Task<Replay> ReplayAsync(string id, long from = 1, long to = long.MaxValue, long max = long.MaxValue)
    {
        var events = new List<IPersistentRepresentation>();
        long highest = 0;
        return Exchange<Replay>.StartAsync(
            System, Journal, asker => new ReplayMessages(from, to, max, id, asker),
            answer =>
            {
                switch (answer)
                {
                    case ReplayedMessage replayed:
                        events.Add(replayed.Persistent);
                        return false;
                    case RecoverySuccess success:
                        highest = success.HighestSequenceNr;
                        return true;
                    case ReplayMessagesFailure failure:
                        throw new InvalidOperationException($"{id}: the replay failed: {failure.Cause.Message}", failure.Cause);
                    default:
                        return false;
                }
            },
            () => new Replay(events, highest));
    }

    public Task DeleteToAsync(string id, long to) => AskAsync<DeleteMessagesSuccess>(Journal, asker => new DeleteMessagesTo(id, to, asker));

    public async Task SaveAsync(string id, long number, object state, DateTime? at = null) =>
        await AskAsync<SaveSnapshotSuccess>(Snapshots, _ => new SaveSnapshot(new SnapshotMetadata(id, number, at ?? DateTime.UtcNow), state));

    public Task<SelectedSnapshot?> LoadAsync(string id) => LoadAsync(id, SnapshotSelectionCriteria.Latest);

    public async Task<SelectedSnapshot?> LoadAsync(string id, SnapshotSelectionCriteria criteria) =>
        (await AskAsync<LoadSnapshotResult>(Snapshots, _ => new LoadSnapshot(id, criteria, long.MaxValue))).Snapshot;

    /// <summary>Ends with the answer, whichever it is.</summary>
    public Task<object> DeleteSnapshotAsync(string id, long number, DateTime? at = null) => AskAsync<object>(
        Snapshots, _ => new DeleteSnapshot(new SnapshotMetadata(id, number, at ?? DateTime.MinValue)));

    public Task<object> DeleteSnapshotsAsync(string id, SnapshotSelectionCriteria criteria) =>
        AskAsync<object>(Snapshots, _ => new DeleteSnapshots(id, criteria));

    public async ValueTask DisposeAsync() => await System.Terminate();

    private Task<T> AskAsync<T>(IActorRef plugin, Func<IActorRef, object> request)
    {
        object? result = null;
        return Exchange<T>.StartAsync(
            System, plugin, request, answer => (result = answer) is DeleteMessagesSuccess or DeleteMessagesFailure or ISnapshotResponse,
            () => result switch
            {
                T expected => expected,
                DeleteMessagesFailure failure => throw failure.Cause,
                LoadSnapshotFailed failure => throw failure.Cause,
                SaveSnapshotFailure failure => throw failure.Cause,
                _ => throw new InvalidOperationException($"An unexpected answer: {result}"),
            });
    }
}
