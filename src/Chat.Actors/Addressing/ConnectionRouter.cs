using Akka.Actor;
using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>
/// The way to a connection: of this node without any hop, of another through its hub. A node that the membership does not know
/// (any more) has no connections.
/// </summary>
public sealed class ConnectionRouter(ConnectionRegistry registry, NodeDirectory directory) : IConnections
{
    public void Tell(ConnectionAddress connection, ConnectionMessage message)
    {
        if (connection.Node == registry.Node)
            registry.Deliver(connection, message);
        else
            directory.Hub(connection.Node)?.Tell(new ConnectionEnvelope(connection, message), ActorRefs.NoSender);
    }
}
