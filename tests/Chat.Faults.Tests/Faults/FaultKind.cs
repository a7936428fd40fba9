namespace Chat.Faults.Tests.Faults;

internal enum FaultKind
{
    /// <summary>SIGKILL, and started again.</summary>
    Kill,

    /// <summary>SIGSTOP for longer than it takes the others to put the node out, then SIGCONT: it must notice, and end.</summary>
    Pause,

    /// <summary>The node and the other two lose sight of each other; clients, balancer and database still reach it.</summary>
    Partition,

    /// <summary>What the node sends to the others vanishes; what they send arrives.</summary>
    Mute,

    /// <summary>What one other node sends to this one vanishes: two of three disagree about who is there.</summary>
    OneWay,

    /// <summary>SIGTERM, and started again.</summary>
    Drain,

    /// <summary>PostgreSQL restarted in order: sessions are ended, what is open is rolled back.</summary>
    DatabaseFast,

    /// <summary>PostgreSQL stopped as in a crash; it recovers from its log.</summary>
    DatabaseImmediate,
}

/// <summary>One fault as the schedule has it.</summary>
/// <param name="Node">The node that it is about, from 1; 0 for the database.</param>
/// <param name="Other">The second node of a fault between two.</param>
/// <param name="After">From the moment at which the cluster was whole again after the fault before.</param>
/// <param name="Length">How long it lasts, or for how long the node stays away.</param>
internal sealed record Fault(FaultKind Kind, int Node, int Other, TimeSpan After, TimeSpan Length)
{
    /// <summary>A fault of the database that comes so long after this one has begun.</summary>
    public (FaultKind Kind, TimeSpan After)? Meanwhile { get; init; }

    /// <summary>Whether the others may put a node out that runs on.</summary>
    public bool MayPutOut => Kind is FaultKind.Pause or FaultKind.Partition or FaultKind.Mute or FaultKind.OneWay;

    public override string ToString() =>
        $"{After.TotalSeconds:0.0} s later {What}" + (Meanwhile is { } m ? $", and {m.After.TotalSeconds:0.0} s into it {Text(m.Kind)}" : "");

    private string What => Kind switch
    {
        FaultKind.Kill => $"n{Node} is killed, back after {Length.TotalSeconds:0.0} s",
        FaultKind.Pause => $"n{Node} is paused for {Length.TotalSeconds:0.0} s",
        FaultKind.Partition => $"n{Node} is cut off from the others, both ways, for {Length.TotalSeconds:0.0} s",
        FaultKind.Mute => $"what n{Node} sends to the others vanishes for {Length.TotalSeconds:0.0} s",
        FaultKind.OneWay => $"what n{Other} sends to n{Node} vanishes for {Length.TotalSeconds:0.0} s",
        FaultKind.Drain => $"n{Node} is drained and restarted",
        _ => Text(Kind),
    };

    private static string Text(FaultKind database) => database == FaultKind.DatabaseFast ? "the database is restarted" : "the database crashes";
}
