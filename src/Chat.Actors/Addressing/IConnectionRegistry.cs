using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>What receives the messages addressed to a connection of this node. Called from actors: must not block, must not throw.</summary>
public interface IConnectionEndpoint
{
    void Receive(ConnectionMessage message);
}

/// <summary>The connections of this node, by number.</summary>
public interface IConnectionRegistry
{
    /// <summary>Gives the endpoint an address that was never used before.</summary>
    ConnectionAddress Register(IConnectionEndpoint endpoint);

    void Unregister(ConnectionAddress address);
}
