namespace Chat.Node.Hosting;

/// <summary>The node was on the smaller side of a partition, or was silent for so long that the others went on without it.</summary>
internal sealed class NodeDownedException()
    : Exception("This node was out of touch with the majority of the cluster and has ended. Started again, it joins anew.");
