using Akka;
using Akka.Actor;

namespace Chat.Actors.Addressing.Batches;

/// <summary>Puts into an actor system what takes other nodes' batches.</summary>
public static class BatchHosting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Before sharding starts; in a shutdown the others are told before shards hand over.</summary>
    public static void StartBatches(this ActorSystem system, ConnectionRegistry registry, NodeDirectory directory, ShardedEntities entities)
    {
        var hub = system.ActorOf(BatchHub.Props(registry, directory, entities), BatchHub.Name);
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown, "close-batches", () => hub.Ask<Done>(CloseBatches.Instance, Patience));
    }
}
