namespace Chat.Node.Draining;

public enum DrainState
{
    Serving,

    /// <summary>Takes no new clients; those that are there are on their way out.</summary>
    Draining,

    /// <summary>No client is left. Entities go on: they move when the node leaves the cluster.</summary>
    Drained,
}

/// <summary>
/// Takes this node out of service and back. The order: not ready, the registry says so to all nodes, clients are told to go and where,
/// their unanswered sends end, their sockets close with 1012.
/// </summary>
public interface INodeDrain
{
    DrainState State { get; }

    /// <summary>Completes when no client is left, or their time is over. Asked again while it runs, it is the same drain.</summary>
    /// <param name="reason">For the operator: in the log and in the node's health.</param>
    Task DrainAsync(string reason, CancellationToken cancellation);

    /// <summary>Back into service; what was told to go goes. Does nothing while serving.</summary>
    /// <exception cref="InvalidOperationException">The node is stopping.</exception>
    void Undrain();
}
