namespace Chat.Bench.Workloads;

/// <summary>How a recipient acknowledges deliveries.</summary>
internal enum AckStyle
{
    /// <summary>One frame per message, as a ● client does.</summary>
    Single,

    /// <summary>One frame with <c>message_ids</c> for all that one read brought.</summary>
    Batch,

    /// <summary>One cumulative inbox position for all that one read brought (capability <c>sync</c>).</summary>
    Positions,
}

/// <summary>The shape of a workload; each reads the parts that concern it.</summary>
internal sealed record Load
{
    public int Pairs { get; init; } = 500;

    public int Window { get; init; } = 16;

    public bool Both { get; init; }

    public AckStyle Ack { get; init; }

    public int BodyBytes { get; init; } = 200;

    /// <summary>Connections of open, idle, storm and sparse.</summary>
    public int Connections { get; init; }

    /// <summary>Messages a second, over all connections.</summary>
    public double Rate { get; init; } = 1000;

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Measured { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(20);
}
