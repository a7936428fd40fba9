using System.Collections.Concurrent;
using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>
/// The connections of one incarnation of a node. A number is given once and never again, so a late message for a connection that
/// is gone finds nothing instead of somebody else.
/// </summary>
/// <param name="node">The cluster member's unique number.</param>
public sealed class ConnectionRegistry(long node) : IConnectionRegistry
{
    private readonly ConcurrentDictionary<long, IConnectionEndpoint> _endpoints = new();
    private long _lastNumber;

    public long Node { get; } = node;

    public int Count => _endpoints.Count;

    /// <summary>A moving picture: endpoints that come or go meanwhile may be missed or seen.</summary>
    public IEnumerable<IConnectionEndpoint> Endpoints
    {
        get
        {
            foreach (var (_, endpoint) in _endpoints)
                yield return endpoint;
        }
    }

    public ConnectionAddress Register(IConnectionEndpoint endpoint)
    {
        var address = new ConnectionAddress(Node, Interlocked.Increment(ref _lastNumber));
        _endpoints[address.Number] = endpoint;
        return address;
    }

    public void Unregister(ConnectionAddress address)
    {
        if (address.Node == Node)
            _endpoints.TryRemove(address.Number, out _);
    }

    /// <summary>Hands the message over on the caller's thread; drops it where the connection is gone or was of another incarnation.</summary>
    public void Deliver(ConnectionAddress connection, ConnectionMessage message)
    {
        if (connection.Node == Node && _endpoints.TryGetValue(connection.Number, out var endpoint))
            endpoint.Receive(message);
    }
}
