using Chat.Bench.Workloads;

namespace Chat.Bench.Groups;

/// <summary>What a group workload looks like; each scenario reads the parts that concern it.</summary>
internal sealed record GroupLoad
{
    /// <summary>Of the large group, each with one device.</summary>
    public int Members { get; init; } = 100;

    /// <summary>Members of the large group that write.</summary>
    public int Senders { get; init; } = 10;

    /// <summary>Unacked messages that each sender keeps under way.</summary>
    public int Window { get; init; } = 1;

    /// <summary>Members of the large group that go away before it is written to.</summary>
    public int Away { get; init; } = 90;

    /// <summary>Written while they are away.</summary>
    public int Messages { get; init; } = 1000;

    /// <summary>Small groups.</summary>
    public int Groups { get; init; } = 200;

    /// <summary>Members of a small group.</summary>
    public int Size { get; init; } = 8;

    /// <summary>Users of the small groups.</summary>
    public int Connections { get; init; } = 400;

    /// <summary>Messages a second over all small groups, where they are not written to as fast as they can take it.</summary>
    public double Rate { get; init; } = 200;

    public AckStyle Ack { get; init; } = AckStyle.Positions;

    public int BodyBytes { get; init; } = 200;

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Measured { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="BenchException">There is nothing to run.</exception>
    public void Check()
    {
        if (Members < 2 || Size < 2 || Senders < 1 || Senders > Members || Window < 1 || Groups < 1 || Rate <= 0)
            throw new BenchException("A group needs two members, and one of them must write.");
        if (BodyBytes > 16_384)
            throw new BenchException("A body may have 16,384 bytes.");
    }
}
