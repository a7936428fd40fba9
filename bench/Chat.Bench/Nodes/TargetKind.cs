namespace Chat.Bench.Nodes;

internal enum TargetKind
{
    /// <summary>The bare Kestrel relay: the roof of the edge.</summary>
    Relay,

    /// <summary>Our node on SQLite.</summary>
    SQLite,

    /// <summary>Our node on PostgreSQL.</summary>
    PostgreSQL,
}
