using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Chat.Actors.Databases;
using LinqToDB;
using LinqToDB.DataProvider.PostgreSQL;

namespace Chat.Actors.Persistence;

/// <summary>
/// Akka.Persistence.Sql, set up so that group commit really happens. Three defaults stand in its way: on PostgreSQL rows travel as hex
/// literals in the statement's text (the server's parser pays for it, so they go by COPY); on SQLite the driver is synchronous behind
/// its asynchronous face, so a batch never gets a second row (a yield before each connection mends that); and the replay filter
/// drops acknowledged events of an entity that moved A→B→A (R1).
/// </summary>
public static class PersistenceSetup
{
    public const string JournalId = "akka.persistence.journal.sql";
    public const string SnapshotsId = "akka.persistence.snapshot-store.sql";

    /// <param name="connectionString">As the database itself uses it.</param>
    /// <param name="parallelism">Commits at a time; SQLite has one writer, whatever is asked for.</param>
    public static Config Hocon(DatabaseKind kind, string connectionString, int parallelism, int batch) => ConfigurationFactory.ParseString(
        $$"""
        akka.persistence {
          # Fewer than the pool has connections, so that a storm of wake-ups leaves some for the writes. A recovery on SQLite holds a thread.
          max-concurrent-recoveries = {{(kind == DatabaseKind.SQLite ? 8 : 24)}}
          journal {
            plugin = "{{JournalId}}"
            sql {
              class = "{{typeof(IsolatingSqlJournal).FullName}}, {{typeof(IsolatingSqlJournal).Assembly.GetName().Name}}"
              connection-string = {{Quote(connectionString)}}
              provider-name = "{{ProviderOf(kind)}}"
              parallelism = {{(kind == DatabaseKind.SQLite ? 1 : parallelism)}}
              batch-size = {{batch}}
              # 1: bulk copy for every batch, by the method that the data options name.
              max-row-by-row-size = 1
              # A full queue fails the write of an entity that could have waited; it is bounded by what connections may have in flight.
              buffer-size = 200000
              prefer-parameters-on-multirow-insert = {{(kind == DatabaseKind.SQLite ? "on" : "off")}}
              delete-compatibility-mode = false
              # The tables come with our own migrations.
              auto-initialize = off
              read-isolation-level = {{(kind == DatabaseKind.SQLite ? "unspecified" : "read-committed")}}
              write-isolation-level = {{(kind == DatabaseKind.SQLite ? "unspecified" : "read-committed")}}
              replay-filter.mode = off
              circuit-breaker { max-failures = 100, call-timeout = 30s, reset-timeout = 5s }
            }
          }
          snapshot-store {
            plugin = "{{SnapshotsId}}"
            sql {
              connection-string = {{Quote(connectionString)}}
              provider-name = "{{ProviderOf(kind)}}"
              auto-initialize = off
              circuit-breaker { max-failures = 100, call-timeout = 30s, reset-timeout = 5s }
            }
          }
        }
        """).WithFallback(SqlPersistence.DefaultConfiguration);

    /// <summary>The data options that HOCON has no words for.</summary>
    public static Setup DataOptions(DatabaseKind kind, string connectionString)
    {
        var options = kind == DatabaseKind.SQLite ? Sqlite(connectionString) : Postgres(connectionString);
        var setup = new MultiDataOptionsSetup();
        setup.AddDataOptions(JournalId, options);
        setup.AddDataOptions(SnapshotsId, options);
        return setup;
    }

    // UsePostgreSQL() would leave the provider's name empty, on which the plugin stumbles.
    private static DataOptions Postgres(string connectionString) => new DataOptions()
        .UseConnectionString(ProviderName.PostgreSQL15, connectionString)
        .WithOptions<PostgreSQLOptions>(o => o with { BulkCopyType = LinqToDB.Data.BulkCopyType.ProviderSpecific });

    private static DataOptions Sqlite(string connectionString) => new DataOptions()
        .UseConnectionString(ProviderName.SQLiteMS, connectionString)
        .UseBeforeConnectionOpened(static _ => { }, static async (_, _) => await Task.Yield())
        .UseAfterConnectionOpened(
            static connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = SqliteDatabase.Pragmas;
                command.ExecuteNonQuery();
            });

    private static string ProviderOf(DatabaseKind kind) => kind == DatabaseKind.SQLite ? ProviderName.SQLiteMS : ProviderName.PostgreSQL15;

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
