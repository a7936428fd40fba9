using Akka.Actor;

namespace Chat.Actors.Addressing;

/// <summary>
/// Where the connections of this node are reached from other nodes: <c>/user/connections</c>. A connection is no actor (2 KiB each);
/// one hub serves all, and keeps the order of each sender.
/// </summary>
public sealed class ConnectionHub : ReceiveActor
{
    public const string Name = "connections";

    public ConnectionHub(ConnectionRegistry registry) =>
        Receive<ConnectionEnvelope>(envelope => registry.Deliver(envelope.Connection, envelope.Message));

    public static Props Props(ConnectionRegistry registry) => Akka.Actor.Props.Create(() => new ConnectionHub(registry));
}
