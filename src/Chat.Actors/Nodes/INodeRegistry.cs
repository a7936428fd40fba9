namespace Chat.Actors.Nodes;

/// <summary>What this node knows of all nodes of the cluster, itself among them. Reading costs nothing: nobody is asked.</summary>
public interface INodeRegistry
{
    /// <summary>By address. A node that has just joined may be missing for a moment.</summary>
    IReadOnlyList<NodeStatus> Nodes { get; }
}
