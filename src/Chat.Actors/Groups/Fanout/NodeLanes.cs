using System.Collections.Concurrent;
using Akka.Streams;
using Chat.Actors.Addressing;
using Chat.Domain.Groups;

namespace Chat.Actors.Groups.Fanout;

/// <summary>The lanes to the other nodes, opened when something is for them and closed when they leave.</summary>
internal sealed class NodeLanes
{
    private readonly ConcurrentDictionary<long, NodeLane> _lanes = new();
    private readonly NodeDirectory _directory;
    private readonly IMaterializer _materializer;

    public NodeLanes(NodeDirectory directory, IMaterializer materializer)
    {
        _directory = directory;
        _materializer = materializer;
        directory.NodeLeft += Close;
    }

    /// <returns>False where the node is not known (any more): sharding finds the members wherever they are now.</returns>
    public bool Knows(long node) => _directory.Fanout(node) is not null;

    public void Send(long node, GroupFanoutBatch batch)
    {
        if (_directory.Fanout(node) is not { } hub) return;
        var lane = _lanes.GetOrAdd(node, static (_, with) => new NodeLane(with.hub, with.materializer), (hub, materializer: _materializer));
        if (!lane.TryAdd(batch)) FanoutMetrics.Dropped.Add(1);
        if (_directory.Fanout(node) is null) Close(node); // it has left meanwhile
    }

    private void Close(long node)
    {
        if (_lanes.TryRemove(node, out var lane)) lane.Dispose();
    }
}
