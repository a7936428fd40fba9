using Akka;
using Akka.Actor;

namespace Chat.Actors.Addressing.Batches;

/// <summary>Puts into an actor system what takes other nodes' batches, and what finds those that take ours.</summary>
public static class BatchHosting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is under way when the others are told arrives before the shards move: a region drops what comes to it while it hands over.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    /// <summary>Before sharding starts; in a shutdown the others are told before shards hand over.</summary>
    public static void StartBatches(
        this ActorSystem system, ConnectionRegistry registry, NodeOutboxes outboxes, ShardedEntities entities, TimeProvider time)
    {
        var hub = system.ActorOf(BatchHub.Props(registry, outboxes, entities), BatchHub.Name);
        system.ActorOf(BatchPeers.Props(outboxes, time), "batch-peers");
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown, "close-batches", async () =>
            {
                await hub.Ask<Done>(CloseBatches.Instance, Patience);
                await Task.Delay(Linger, time);
                return Done.Instance;
            });
    }
}
