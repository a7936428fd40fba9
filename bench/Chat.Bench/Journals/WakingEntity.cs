using Akka.Actor;
using Akka.Persistence;

namespace Chat.Bench.Journals;

/// <summary>Counts what it is given back.</summary>
internal sealed class WakingEntity(string id, WakeUpRun run) : UntypedPersistentActor
{
    private int _events;
    private long _snapshotAt;

    public override string PersistenceId => id;

    protected override void OnCommand(object message)
    {
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case LoadEvent:
                _events++;
                break;
            case SnapshotOffer { Snapshot: StateSnapshot } offer:
                _snapshotAt = offer.Metadata.SequenceNr;
                break;
            case RecoveryCompleted:
                run.Recovered(id, _events, _snapshotAt, LastSequenceNr);
                break;
        }
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        run.Fault.Report($"{id}: not recovered: {reason.GetBaseException().Message}");
}

/// <summary>The parent of all, as a shard is, so that they are made on one thread and stopped together.</summary>
internal sealed class WakingParent : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not WakeUpRun run)
            return;
        foreach (var id in run.Cold.Ids)
            Context.ActorOf(Props.CreateBy(new Producer(id, run)));
    }

    // As the node does it: a lambda would be compiled for each.
    private sealed class Producer(string id, WakeUpRun run) : IIndirectActorProducer
    {
        public Type ActorType => typeof(WakingEntity);

        public ActorBase Produce() => new WakingEntity(id, run);

        public void Release(ActorBase actor)
        {
        }
    }
}
