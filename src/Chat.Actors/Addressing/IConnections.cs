using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>
/// The one way to a connection, on this node or another. Delivery is at most once and in order per sender; a message to a
/// connection that is gone is dropped, since the inbox is the truth and a socket only a hint.
/// </summary>
public interface IConnections
{
    void Tell(ConnectionAddress connection, ConnectionMessage message);
}
