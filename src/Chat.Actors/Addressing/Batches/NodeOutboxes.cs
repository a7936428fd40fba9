using System.Collections.Concurrent;
using Akka.Actor;

namespace Chat.Actors.Addressing.Batches;

/// <summary>The outboxes to other nodes, by incarnation: kept by <see cref="BatchPeers"/>, read by whoever sends.</summary>
public sealed class NodeOutboxes
{
    private readonly ConcurrentDictionary<long, Peer> _peers = new();

    /// <summary>False on a node that is alone.</summary>
    internal bool Any => !_peers.IsEmpty;

    /// <summary>Where the other nodes take batches, and hear of those that were taken.</summary>
    internal IEnumerable<IActorRef> Hubs => _peers.Values.Select(peer => peer.Hub);

    /// <summary>Null where the node takes no batches: an older version, about to go, or gone.</summary>
    internal NodeOutbox? Of(long node) => _peers.GetValueOrDefault(node)?.Outbox;

    internal IActorRef? HubOf(long node) => _peers.GetValueOrDefault(node)?.Hub;

    internal void Open(long node, NodeOutbox outbox, IActorRef hub)
    {
        if (!_peers.TryAdd(node, new Peer(hub, outbox)))
            outbox.Dispose();
    }

    /// <summary>It goes, and takes no more; it may still be answered.</summary>
    internal void Close(long node)
    {
        if (_peers.TryGetValue(node, out var peer) && _peers.TryUpdate(node, peer with { Outbox = null }, peer))
            peer.Outbox?.Dispose();
    }

    internal void Remove(long node)
    {
        if (_peers.TryRemove(node, out var peer))
            peer.Outbox?.Dispose();
    }

    private sealed record Peer(IActorRef Hub, NodeOutbox? Outbox);
}
