using System.Collections.Concurrent;
using Akka.Actor;

namespace Chat.Actors.Addressing;

/// <summary>
/// The hubs of the cluster's other nodes, by incarnation. Kept by <see cref="NodeDirectoryActor"/> from the cluster's membership,
/// read by whoever sends to a connection.
/// </summary>
public sealed class NodeDirectory
{
    private readonly ConcurrentDictionary<long, (IActorRef Connections, IActorRef Fanout)> _hubs = new();

    /// <summary>A node has gone, cleanly or not: what its entities held of this node's connections may be gone with it.</summary>
    public event Action<long>? NodeLeft;

    /// <summary>Where the node's connections are reached.</summary>
    public IActorRef? Hub(long node) => _hubs.GetValueOrDefault(node).Connections;

    /// <summary>Where the node takes what is for members of groups who live there.</summary>
    public IActorRef? Fanout(long node) => _hubs.GetValueOrDefault(node).Fanout;

    internal void Add(long node, IActorRef connections, IActorRef fanout) => _hubs[node] = (connections, fanout);

    internal void Remove(long node)
    {
        if (_hubs.TryRemove(node, out _))
            NodeLeft?.Invoke(node);
    }
}
