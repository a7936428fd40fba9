using Akka.Actor;
using Chat.Bench.Measurement;

namespace Chat.Bench.Journals;

/// <summary>All entities are asked for in one moment; <c>max-concurrent-recoveries</c> bounds what the journal sees of it.</summary>
internal sealed class WakeUpRun(JournalSpec spec, ColdEntities cold, ActorSystem system, JournalFault fault)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private int _recovered;

    public JournalFault Fault => fault;

    public ColdEntities Cold => cold;

    public WakeUpResult Run()
    {
        GC.Collect(); // the garbage of those woken before
        var parent = system.ActorOf(Props.Create<WakingParent>());
        var first = Reading.Take(null, spec.DatabasePid);
        parent.Tell(this);
        if (!fault.WaitFor(() => Volatile.Read(ref _recovered) == cold.Count, Limit))
            throw new BenchException($"Only {_recovered:N0} of {cold.Count:N0} entities were awake after {Limit.TotalSeconds:0} s.");
        var usage = Reading.Take(null, spec.DatabasePid).Since(first);
        var stopped = parent.GracefulStop(StopLimit);
        if (!fault.WaitFor(() => stopped.IsCompleted, StopLimit))
            throw new BenchException("The entities did not stop.");
        return new WakeUpResult(cold, usage);
    }

    /// <summary>In the handler of an entity: on any thread.</summary>
    public void Recovered(string id, int events, long snapshotAt, long highest)
    {
        if (events != cold.Events || snapshotAt != cold.SnapshotAt || highest != cold.Highest)
        {
            fault.Report($"{id}: recovered {events} events after a snapshot at {snapshotAt} up to {highest}; "
                + $"in the tables are {cold.Events} after {cold.SnapshotAt} up to {cold.Highest}");
        }

        Interlocked.Increment(ref _recovered);
    }
}
