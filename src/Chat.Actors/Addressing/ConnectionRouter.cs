using Akka.Actor;
using Chat.Actors.Addressing.Batches;
using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>
/// The way to a connection: of this node without any hop, of another with the next batch for its node, or through its hub where that takes
/// no batches. A node that the membership does not know (any more) has no connections.
/// </summary>
public sealed class ConnectionRouter(ConnectionRegistry registry, NodeDirectory directory, NodeOutboxes outboxes) : IConnections
{
    public void Tell(ConnectionAddress connection, ConnectionMessage message)
    {
        if (connection.Node == registry.Node)
            registry.Deliver(connection, message);
        else if (outboxes.Of(connection.Node)?.Add(connection.Number, message) is not true && directory.Hub(connection.Node) is { } hub)
        {
            NodeMetrics.Single.Add(1);
            hub.Tell(new ConnectionEnvelope(connection, message), ActorRefs.NoSender);
        }
    }
}
