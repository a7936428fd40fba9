namespace Chat.Bench.Devices;

/// <summary>What a workload of devices looks like; each scenario reads the parts that concern it.</summary>
internal sealed record DeviceLoad
{
    /// <summary>catch-up: written while the device is away.</summary>
    public int Messages { get; init; } = 10_000;

    /// <summary>How often; catch-up: so often with another device on line, and so often without.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>catch-up: other users who chat meanwhile, in pairs.</summary>
    public int Chatting { get; init; } = 2;

    /// <summary>catch-up: messages a second of each of them.</summary>
    public double ChatRate { get; init; } = 50;

    /// <summary>groups: of the one user.</summary>
    public int Groups { get; init; } = 200;

    /// <summary>groups: those that are written to while he is away.</summary>
    public int News { get; init; } = 20;

    /// <summary>groups: messages in each of these.</summary>
    public int NewsEach { get; init; } = 5;

    /// <summary>groups: members of each.</summary>
    public int Size { get; init; } = 8;

    /// <summary>groups: the others, all on line, of whom groups are made.</summary>
    public int Connections { get; init; } = 100;

    public int BodyBytes { get; init; } = 200;

    /// <summary>Between going away, what is written, and coming back.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="BenchException">There is nothing to run.</exception>
    public void Check()
    {
        if (Messages < 1 || Rounds < 1 || Chatting < 2 || ChatRate <= 0)
            throw new BenchException("Something must be written, and somebody must chat.");
        if (Size < 2 || News < 1 || NewsEach < 1 || Groups % News != 0)
            throw new BenchException("A group needs two members, and each round news in as many groups of its own: --groups must be a multiple of --news.");
        if (BodyBytes > 16_384)
            throw new BenchException("A body may have 16,384 bytes.");
    }
}
