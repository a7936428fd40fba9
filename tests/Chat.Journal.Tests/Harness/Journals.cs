using Akka.Actor.Setup;
using Akka.Configuration;
using Chat.Actors.Databases;
using Chat.Actors.Persistence;

namespace Chat.Journal.Tests.Harness;

/// <summary>Whose journal and snapshot store.</summary>
public enum Journals
{
    /// <summary>Akka.Persistence.Sql, as the host sets it up.</summary>
    Stock,

    /// <summary>Chat.Journal.</summary>
    Ours,
}

/// <summary>The settings of each journal on each database.</summary>
internal static class JournalsSetup
{
    /// <summary>Rows go at once, and a request to delete is answered when they are gone.</summary>
    public const string DeleteAtOnce = "delete-after = 0s, delete-pause = 0ms";

    public static TheoryData<Journals, DatabaseKind> All => new()
    {
        { Journals.Stock, DatabaseKind.SQLite },
        { Journals.Stock, DatabaseKind.PostgreSQL },
        { Journals.Ours, DatabaseKind.SQLite },
        { Journals.Ours, DatabaseKind.PostgreSQL },
    };

    /// <param name="overrides">Of our settings; the stock journal has no use for them.</param>
    public static JournalNode Start(this Journals journals, DatabaseKind kind, string connectionString, string overrides = DeleteAtOnce, string extra = "")
    {
        var (config, setup) = journals switch
        {
            Journals.Stock => (PersistenceSetup.Hocon(kind, connectionString, parallelism: 2, batch: 500), PersistenceSetup.DataOptions(kind, connectionString)),
            _ => (JournalSetup.Hocon(kind == DatabaseKind.SQLite ? JournalDatabase.SQLite : JournalDatabase.PostgreSQL, connectionString, overrides), (Setup?)null),
        };
        return new JournalNode(ConfigurationFactory.ParseString(extra).WithFallback(config), setup);
    }
}
