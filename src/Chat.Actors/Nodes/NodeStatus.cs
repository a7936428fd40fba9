namespace Chat.Actors.Nodes;

/// <summary>What a node says of itself to all others, every few seconds and at once when something changes that others act on.</summary>
/// <param name="Node">The incarnation, as connections are addressed by it.</param>
/// <param name="Address">Of the cluster member, for people.</param>
public sealed record NodeStatus(long Node, string Address)
{
    /// <summary>Where it stands, as the operator calls it; empty where he does not say.</summary>
    public string Region { get; init; } = "";

    /// <summary>Connections that it may have open.</summary>
    public int Capacity { get; init; }

    public int Connections { get; init; }

    /// <summary>Has no room for more, or suffers from what it has: new clients are better off elsewhere.</summary>
    public bool IsFull { get; init; }

    /// <summary>Takes no new clients, and sends its own away.</summary>
    public bool IsDraining { get; init; }

    /// <summary>It is about to leave the cluster: its shards move away.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Where clients reach it, or the balancer in front of it; null where that is not configured.</summary>
    public string? Url { get; init; }

    public string AppVersion { get; init; } = "";

    /// <summary>Unix milliseconds.</summary>
    public long StartedAt { get; init; }

    /// <summary>Unix milliseconds by the clock of the node that heard it; not sent.</summary>
    public long HeardAt { get; init; }
}
