using Akka.Configuration;

namespace Chat.Journal;

/// <summary>Which database the tables are in.</summary>
public enum JournalDatabase
{
    SQLite,
    PostgreSQL,
}

/// <summary>Configuration of <see cref="ChatJournal"/> and <see cref="ChatSnapshotStore"/>. The tables come with the migrations of the host.</summary>
public static class JournalSetup
{
    public const string JournalId = "akka.persistence.journal.chat";
    public const string SnapshotsId = "akka.persistence.snapshot-store.chat";

    /// <summary>Everything that the two plugins need, as the system's default journal and snapshot store.</summary>
    /// <param name="overrides">Settings of the section <c>akka.persistence.journal.chat</c> that differ from their defaults, as HOCON.</param>
    public static Config Hocon(JournalDatabase database, string connectionString, string overrides = "") =>
        ConfigurationFactory.ParseString(
            $$"""
            akka.persistence {
              # The journals bound their own reads; this bounds what waits for them in memory.
              max-concurrent-recoveries = 512
              journal.plugin = "{{JournalId}}"
              snapshot-store.plugin = "{{SnapshotsId}}"
            }
            """).WithFallback(Sections("", database, connectionString, overrides));

    /// <summary>The same for a further database: its ids are those above with a dash and its name, and nothing of it is a default.</summary>
    public static Config FurtherHocon(string name, JournalDatabase database, string connectionString, string overrides = "") =>
        Sections($"-{name}", database, connectionString, overrides);

    private static Config Sections(string suffix, JournalDatabase database, string connectionString, string overrides) => ConfigurationFactory.ParseString(
        $$"""
        akka.persistence {
          journal.chat{{suffix}} {
            class = "{{typeof(ChatJournal).FullName}}, {{typeof(ChatJournal).Assembly.GetName().Name}}"
            database = "{{database}}"
            connection-string = {{Quote(connectionString)}}

            # Commits at a time; SQLite has one writer, whatever is asked for.
            writers = 2
            # A group is whatever waits when the one before it is done, up to this.
            group-rows = 500
            group-bytes = 4194304
            # Beyond these, entities wait for their turn; none of them fails for it.
            queue-rows = 20000
            queue-bytes = 67108864
            # How long a write is tried again while the database cannot take it; then its entity stops.
            give-up-after = 60s
            # Shorter than delete-after: no stalled insert outlives the rows that would refuse it.
            statement-timeout = 10s

            # Statements of recovery at a time, and entities in one.
            readers = 2
            read-entities = 64
            # Events of one entity in one statement; more are read page by page.
            read-events = 500

            # Age of a request to delete before rows go, rows in one statement, and pause after it: as long as it took, this at most, and none
            # where it is late.
            delete-after = 30s
            delete-rows = 2000
            delete-pause = 100ms

            # The journal has its own answers to a database that fails; no breaker stands before it.
            circuit-breaker { max-failures = 1000000000, call-timeout = 1h, reset-timeout = 1s }
            # It drops acknowledged events of an entity that moved A→B→A.
            replay-filter.mode = off
          }
          snapshot-store.chat{{suffix}} {
            class = "{{typeof(ChatSnapshotStore).FullName}}, {{typeof(ChatSnapshotStore).Assembly.GetName().Name}}"
            # Database and connections are those of this journal.
            journal = "{{JournalId}}{{suffix}}"
            circuit-breaker { max-failures = 1000000000, call-timeout = 1h, reset-timeout = 1s }
          }
        }
        """).WithOverrides(JournalId + suffix, overrides);

    private static Config WithOverrides(this Config config, string section, string overrides) =>
        overrides.Length == 0 ? config : ConfigurationFactory.ParseString($"{section} {{ {overrides} }}").WithFallback(config);

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
