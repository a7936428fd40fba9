namespace Chat.Node.Hosting;

/// <summary>The seed nodes have not answered for as long as <c>akka.cluster.shutdown-after-unsuccessful-join-seed-nodes</c> says.</summary>
internal sealed class ClusterNotJoinedException()
    : Exception("None of the other nodes (Chat__Cluster__SeedNodes, or what discovery has found) has let this node into the cluster. Started again, it tries anew.");
