using Chat.Actors.Databases;

namespace Chat.Node.Health;

/// <summary>
/// Whether the node may take traffic. Each concern that can stand in the way reports under its own name; the node is ready while none
/// does. What concerns only a part of the users is reported, too, and keeps the node ready for the others. Thread-safe.
/// </summary>
public interface IReadiness
{
    bool IsReady { get; }

    /// <summary>What stands in the way of all or some, by name, with a detail for the operator.</summary>
    IReadOnlyDictionary<string, string> Reasons { get; }

    void Block(string name, string detail);

    /// <summary>Something does not work for some; for the others the node goes on.</summary>
    void Impair(string name, string detail);

    /// <summary>New sockets are better off elsewhere; requests and those who are connected are not concerned.</summary>
    void RefuseSockets(string name, string detail);

    /// <summary>Ready, and nothing speaks against new sockets.</summary>
    bool TakesSockets { get; }

    void Clear(string name);
}

/// <summary>The names used by the node itself.</summary>
public static class ReadinessNames
{
    /// <summary>Blocked from the start until the database has answered, and while it does not.</summary>
    public const string Database = "database";

    /// <summary>Blocked while the journal's writes or recoveries fail.</summary>
    public const string Journal = "journal";

    /// <summary>Of one of several databases: <c>journal</c> for the home database, <c>journal:others-0</c> for the first of the others.</summary>
    public static string Of(string name, IDatabase database) => database.Name == SqlDatabases.HomeName ? name : $"{name}:{database.Name}";

    /// <summary>Impaired while slots of this node's map are on their way to another database, or have gone there.</summary>
    public const string Slots = "slots";

    /// <summary>Blocked from the start until the actor system says that it is up.</summary>
    public const string Actors = "actors";

    /// <summary>Blocked while the node sends its clients away, for good when it has begun to leave.</summary>
    public const string Draining = "draining";

    /// <summary>No new sockets: nine tenths of the connections that the node may have are taken.</summary>
    public const string Full = "full";

    /// <summary>No new sockets: for seconds, sends have come faster than they were answered.</summary>
    public const string Busy = "busy";
}
