using System.Collections.Concurrent;
using System.Security.Cryptography;
using Akka.Actor;
using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Roofs;
using Chat.Protocol.Entities;

namespace Chat.Bench.Journals;

/// <summary>
/// A closed loop over persistent actors: so many commands under way, each answered one followed by a command to the entity that has
/// waited longest. What runs in a persist handler is counting only; no actor drives the load, so its hops are in no figure.
/// </summary>
internal sealed class AppendRun(JournalSpec spec, ActorSystem system, JournalFault fault)
{
    // Enough for what the change of the number under way brings with it.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private ConcurrentQueue<IActorRef> _idle = new();
    private Latencies? _window;
    private volatile bool _sending;
    private int _underWay;
    private long _persisted;

    public LoadEvent Event { get; } = new(RandomNumberGenerator.GetBytes(JournalRows.BlobBytes));

    public JournalFault Fault => fault;

    public long Persisted => Interlocked.Read(ref _persisted);

    public List<AppendResult> Run()
    {
        var entities = Enumerable.Range(0, spec.Entities)
            .Select(i => new EntityAddress(EntityKind.User, $"append-{i}").PersistenceId)
            .Select(id => system.ActorOf(Props.Create(() => new AppendingEntity(id, this))))
            .ToArray();
        var results = new List<AppendResult>();
        Load(entities, spec.Outstanding.Max(), spec.WarmUp, measured: null);
        foreach (var outstanding in spec.Outstanding)
            results.Add(Load(entities, outstanding, Settle, spec.Measured)!);
        return results;
    }

    /// <summary>In the persist handler of an entity: on any thread.</summary>
    public void Completed(IActorRef entity, long sentAt)
    {
        var now = Clock.Now;
        Interlocked.Increment(ref _persisted);
        lock (_gate)
            _window?.Record(now - sentAt);
        _idle.Enqueue(entity);
        SendNext();
    }

    private AppendResult? Load(IActorRef[] entities, int outstanding, TimeSpan before, TimeSpan? measured)
    {
        // More commands than entities: some have a second one in their stash.
        var rounds = (outstanding + entities.Length - 1) / entities.Length;
        _idle = new ConcurrentQueue<IActorRef>(Enumerable.Repeat(entities, rounds).SelectMany(e => e));
        (_sending, _underWay) = (true, outstanding);
        for (var i = 0; i < outstanding; i++)
            SendNext();
        fault.Sleep(before);
        var result = measured is { } span ? Measure(outstanding, span) : null;
        _sending = false;
        if (!fault.WaitFor(() => Volatile.Read(ref _underWay) == 0, DrainLimit))
            throw new BenchException($"{_underWay} of {outstanding} commands have had no answer {DrainLimit.TotalSeconds:0} s after the last one.");
        return result;
    }

    private AppendResult Measure(int outstanding, TimeSpan span)
    {
        var window = new Latencies();
        var first = Reading.Take(null, spec.DatabasePid);
        lock (_gate)
            _window = window;
        fault.Sleep(span);
        lock (_gate)
            _window = null;
        return new AppendResult(outstanding, window.Count, window.Summary(), Reading.Take(null, spec.DatabasePid).Since(first));
    }

    private void SendNext()
    {
        if (_sending && _idle.TryDequeue(out var entity))
            entity.Tell(new Append(Clock.Now));
        else
            Interlocked.Decrement(ref _underWay);
    }
}
