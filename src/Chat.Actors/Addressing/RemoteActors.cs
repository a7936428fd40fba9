using Akka.Actor;

namespace Chat.Actors.Addressing;

/// <summary>Actors that every node has under the same name below <c>/user</c>.</summary>
internal static class RemoteActors
{
    /// <summary>
    /// A plain remote reference: an actor selection would wrap, and serialize, every message twice, and would answer to <see cref="Identify"/>
    /// also for what is not there.
    /// </summary>
    public static IActorRef At(ActorSystem system, Address node, string name)
    {
        var path = new RootActorPath(node) / "user" / name;
        return ((ExtendedActorSystem)system).Provider.ResolveActorRef(path.ToSerializationFormat());
    }
}
