using System.Collections.Concurrent;
using Akka.Actor;
using Chat.Actors.Addressing.Batches;

namespace Chat.Actors.Addressing;

/// <summary>
/// The ways to the cluster's other nodes, by incarnation. Kept by <see cref="NodeDirectoryActor"/> from the cluster's membership,
/// read by whoever sends to a connection.
/// </summary>
public sealed class NodeDirectory
{
    private readonly ConcurrentDictionary<long, (IActorRef Connections, IActorRef Fanout)> _hubs = new();
    private readonly ConcurrentDictionary<long, (NodeOutbox? Outbox, IActorRef Hub)> _batches = new();

    /// <summary>A node has gone, cleanly or not: what its entities held of this node's connections may be gone with it.</summary>
    public event Action<long>? NodeLeft;

    /// <summary>Where the node's connections are reached.</summary>
    public IActorRef? Hub(long node) => _hubs.GetValueOrDefault(node).Connections;

    /// <summary>Where the node takes what is for members of groups who live there.</summary>
    public IActorRef? Fanout(long node) => _hubs.GetValueOrDefault(node).Fanout;

    /// <summary>False on a node that is alone.</summary>
    internal bool HasOutboxes => !_batches.IsEmpty;

    /// <summary>What is gathered for the node; null where it takes no batches: an older version, or it is about to go.</summary>
    internal NodeOutbox? Outbox(long node) => _batches.GetValueOrDefault(node).Outbox;

    /// <summary>Where the node takes batches and hears of those that were taken.</summary>
    internal IActorRef? Batches(long node) => _batches.GetValueOrDefault(node).Hub;

    internal IEnumerable<IActorRef> AllBatches() => _batches.Values.Select(way => way.Hub);

    internal void Add(long node, IActorRef connections, IActorRef fanout) => _hubs[node] = (connections, fanout);

    internal void OpenOutbox(long node, NodeOutbox outbox, IActorRef hub)
    {
        if (!_batches.TryAdd(node, (outbox, hub)) || !_hubs.ContainsKey(node))
            outbox.Dispose();
        if (!_hubs.ContainsKey(node))
            _batches.TryRemove(node, out _); // gone meanwhile
    }

    /// <summary>For good: it goes.</summary>
    internal void CloseOutbox(long node)
    {
        if (_batches.TryGetValue(node, out var way) && _batches.TryUpdate(node, (null, way.Hub), way))
            way.Outbox?.Dispose();
    }

    internal void Remove(long node)
    {
        if (_batches.TryRemove(node, out var way))
            way.Outbox?.Dispose();
        if (_hubs.TryRemove(node, out _))
            NodeLeft?.Invoke(node);
    }
}
