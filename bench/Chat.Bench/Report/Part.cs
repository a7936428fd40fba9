namespace Chat.Bench.Report;

/// <summary>The parts of a comparison, in the order in which they run.</summary>
internal enum Part
{
    /// <summary>The bare databases.</summary>
    Database,

    /// <summary>Closed loop, 500 pairs, window 16.</summary>
    Closed,

    /// <summary>Closed loop, 50 pairs, window 1: uncorrelated messages.</summary>
    Single,

    /// <summary>Open loop, 1000 messages a second.</summary>
    Open,

    /// <summary>10,000 idle connections.</summary>
    Idle,

    /// <summary>A message a minute from everybody; our node only, since the roofs write no rows for it.</summary>
    Sparse,
}
