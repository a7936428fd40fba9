using System.Collections.Concurrent;
using Akka.Actor;

namespace Chat.Actors.Addressing;

/// <summary>
/// The hubs of the cluster's other nodes, by incarnation. Kept by <see cref="NodeDirectoryActor"/> from the cluster's membership,
/// read by whoever sends to a connection.
/// </summary>
public sealed class NodeDirectory
{
    /// <summary>Nodes that have left are remembered up to this many: for what they sent before, and what arrives after.</summary>
    private const int Remembered = 64;

    private readonly ConcurrentDictionary<long, (IActorRef Connections, IActorRef Fanout)> _hubs = new();
    private readonly ConcurrentDictionary<long, long> _left = new();
    private readonly ConcurrentQueue<long> _leftInOrder = new();

    public ClusterStanding Standing { get; } = new();

    /// <summary>A node has gone, cleanly or not: what its entities held of this node's connections may be gone with it.</summary>
    public event Action<long>? NodeLeft;

    /// <summary>A node that did not answer does so again: what was sent meanwhile, either way, may be lost.</summary>
    public event Action<long>? NodeBack;

    /// <summary>Where the node's connections are reached.</summary>
    public IActorRef? Hub(long node) => _hubs.GetValueOrDefault(node).Connections;

    /// <summary>Where the node takes what is for members of groups who live there.</summary>
    public IActorRef? Fanout(long node) => _hubs.GetValueOrDefault(node).Fanout;

    /// <summary>Whether the node is gone for good; an incarnation never comes back.</summary>
    /// <param name="seenAt">When it was last there, as far as this node knows: Unix milliseconds.</param>
    public bool HasLeft(long node, out long seenAt) => _left.TryGetValue(node, out seenAt);

    internal void Add(long node, IActorRef connections, IActorRef fanout) => _hubs[node] = (connections, fanout);

    internal void TellBack(long node) => NodeBack?.Invoke(node);

    internal void Remove(long node, long seenAt)
    {
        if (!_hubs.TryRemove(node, out _)) return;
        _left[node] = seenAt;
        _leftInOrder.Enqueue(node);
        if (_leftInOrder.Count > Remembered && _leftInOrder.TryDequeue(out var oldest)) _left.TryRemove(oldest, out _);
        NodeLeft?.Invoke(node);
    }
}
