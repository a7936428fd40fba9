using System.Security.Cryptography;
using Chat.Actors.Databases;
using Chat.Bench.Roofs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Chat.Bench.Journals;

/// <summary>
/// Writes cold entities straight into the tables. Rows of one entity do not lie together, as they would not after a day of traffic;
/// statistics are as a vacuum leaves them.
/// </summary>
internal static class ColdRows
{
    private const string Writer = "cold";

    public static void Write(JournalStore store, IReadOnlyList<ColdEntities> all)
    {
        if (store.Kind == DatabaseKind.PostgreSQL)
            WritePostgres(store.ConnectionString, all);
        else
            WriteSqlite(store.ConnectionString, all);
    }

    private static void WritePostgres(string connectionString, IReadOnlyList<ColdEntities> all)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=120");
        connection.Open();
        foreach (var cold in all)
        {
            Run($"""
                insert into journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
                select 0, false, id, number, $2, '{JournalRows.Manifest}', {JournalRows.SerializerId}, '{Writer}'
                from generate_series({cold.SnapshotAt + 1}, {cold.Highest}) as number, unnest($1) as id order by number, md5(id)
                """, cold, JournalRows.BlobBytes);
            if (cold.SnapshotAt > 0)
            {
                Run($"""
                    insert into snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
                    select id, {cold.SnapshotAt}, 0, $2, '{LoadEventSerializer.SnapshotManifest}', {JournalRows.SerializerId}
                    from unnest($1) as id order by md5(id)
                    """, cold, ColdEntities.SnapshotBytes);
            }
        }

        using var vacuum = new NpgsqlCommand("vacuum analyze journal, snapshot", connection);
        vacuum.ExecuteNonQuery();

        void Run(string sql, ColdEntities cold, int bytes)
        {
            using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. cold.Ids] });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RandomNumberGenerator.GetBytes(bytes) });
            command.ExecuteNonQuery();
        }
    }

    private static void WriteSqlite(string connectionString, IReadOnlyList<ColdEntities> all)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using (var transaction = connection.BeginTransaction())
        {
            foreach (var cold in all)
            {
                for (var number = cold.SnapshotAt + 1; number <= cold.Highest; number++)
                {
                    Insert($"""
                        insert into journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
                        values (0, 0, $id, {number}, $bytes, '{JournalRows.Manifest}', {JournalRows.SerializerId}, '{Writer}')
                        """, cold, JournalRows.BlobBytes);
                }

                if (cold.SnapshotAt > 0)
                {
                    Insert($"""
                        insert into snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
                        values ($id, {cold.SnapshotAt}, 0, $bytes, '{LoadEventSerializer.SnapshotManifest}', {JournalRows.SerializerId})
                        """, cold, ColdEntities.SnapshotBytes);
                }
            }

            transaction.Commit();
        }

        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "pragma wal_checkpoint(truncate)";
        checkpoint.ExecuteNonQuery();

        void Insert(string sql, ColdEntities cold, int bytes)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            var id = command.Parameters.Add("$id", SqliteType.Text);
            command.Parameters.Add("$bytes", SqliteType.Blob).Value = RandomNumberGenerator.GetBytes(bytes);
            command.Prepare();
            foreach (var one in cold.Ids)
            {
                id.Value = one;
                command.ExecuteNonQuery();
            }
        }
    }
}
