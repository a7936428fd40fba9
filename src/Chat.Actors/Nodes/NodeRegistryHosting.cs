using Akka.Actor;

namespace Chat.Actors.Nodes;

public static class NodeRegistryHosting
{
    /// <summary>Starts telling other nodes of this one.</summary>
    /// <param name="self">What this node says of itself; called every few seconds, on an actor's thread.</param>
    public static void StartNodeRegistry(this ActorSystem system, NodeRegistry registry, Func<NodeStatus> self, TimeProvider time) =>
        system.ActorOf(NodeRegistryActor.Props(registry, self, time), NodeRegistryActor.Name);
}
