namespace Chat.Node.Health;

/// <summary>
/// Whether the node may take traffic. Each concern that can stand in the way reports under its own name; the node is ready while none
/// does. Thread-safe.
/// </summary>
public interface IReadiness
{
    bool IsReady { get; }

    /// <summary>What stands in the way, by name, with a detail for the operator.</summary>
    IReadOnlyDictionary<string, string> Reasons { get; }

    void Block(string name, string detail);

    void Clear(string name);
}

/// <summary>The names used by the node itself.</summary>
public static class ReadinessNames
{
    /// <summary>Blocked from the start until the database has answered, and while it does not.</summary>
    public const string Database = "database";

    /// <summary>Blocked while the journal's writes or recoveries fail.</summary>
    public const string Journal = "journal";

    /// <summary>Blocked from the start until the actor system says that it is up.</summary>
    public const string Actors = "actors";

    /// <summary>Blocked for good when the node has begun to leave.</summary>
    public const string Draining = "draining";
}
