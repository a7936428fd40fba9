using System.Collections.Immutable;

namespace Chat.Actors.Nodes;

/// <summary>Kept by <see cref="NodeRegistryActor"/>, read by whoever wants to know; swapped whole.</summary>
public sealed class NodeRegistry : INodeRegistry
{
    private ImmutableArray<NodeStatus> _nodes = [];

    public IReadOnlyList<NodeStatus> Nodes => _nodes;

    /// <summary>Something of this node has changed that others act on: they are told now, not in some seconds.</summary>
    public void Announce() => AnnouncementAsked?.Invoke();

    internal event Action? AnnouncementAsked;

    internal void Set(NodeStatus status) => ImmutableInterlocked.Update(
        ref _nodes,
        static (nodes, status) => [.. nodes.Where(node => node.Node != status.Node).Append(status).OrderBy(node => node.Address, StringComparer.Ordinal)],
        status);

    internal void Remove(long node) => ImmutableInterlocked.Update(ref _nodes, static (nodes, node) => nodes.RemoveAll(status => status.Node == node), node);
}
