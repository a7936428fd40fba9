using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Microsoft.Data.Sqlite;

namespace Chat.Bench.Roofs;

/// <summary>One thread, one prepared insert, one transaction a group; WAL with synchronous FULL, so that a commit is durable.</summary>
internal static class SqliteRoof
{
    private const string Table = """
        pragma journal_mode = wal;
        pragma synchronous = full;
        create table journal (
            ordering integer primary key autoincrement,
            created integer not null,
            deleted integer not null,
            persistence_id text not null,
            sequence_number integer not null,
            message blob not null,
            manifest text,
            identifier integer,
            tags text,
            writer_uuid text,
            unique (persistence_id, sequence_number));
        """;

    private const string Insert = """
        insert into journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        values ($created, 0, $id, $number, $message, $manifest, $identifier, $writer)
        """;

    public static DatabaseRoof Run(string folder, int rowsPerCommit, TimeSpan warmUp, TimeSpan measured)
    {
        var file = Path.Combine(folder, $"roof-{rowsPerCommit}.db");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        using (var create = connection.CreateCommand())
        {
            create.CommandText = Table;
            create.ExecuteNonQuery();
        }

        using var insert = new Inserting(connection);
        insert.CommitUntil(Clock.Now + Clock.Nanoseconds(warmUp), rowsPerCommit, null);

        var (commits, first) = (new Latencies(), Reading.Take(null, null));
        var rows = insert.CommitUntil(first.At + Clock.Nanoseconds(measured), rowsPerCommit, commits);
        var usage = Reading.Take(null, null).Since(first);
        connection.Close();
        foreach (var left in Directory.GetFiles(folder, Path.GetFileName(file) + "*"))
            File.Delete(left);
        return new DatabaseRoof("SQLite", rowsPerCommit, 1, rows, commits.Summary(), usage);
    }

    private sealed class Inserting : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _command;
        private readonly SqliteParameter _created;
        private readonly SqliteParameter _id;
        private readonly SqliteParameter _number;
        private readonly JournalRows _rows = new(0);

        public Inserting(SqliteConnection connection)
        {
            _connection = connection;
            _command = connection.CreateCommand();
            _command.CommandText = Insert;
            _created = _command.Parameters.Add("$created", SqliteType.Integer);
            _id = _command.Parameters.Add("$id", SqliteType.Text);
            _number = _command.Parameters.Add("$number", SqliteType.Integer);
            _command.Parameters.Add("$message", SqliteType.Blob).Value = _rows.Blob;
            _command.Parameters.Add("$manifest", SqliteType.Text).Value = JournalRows.Manifest;
            _command.Parameters.Add("$identifier", SqliteType.Integer).Value = JournalRows.SerializerId;
            _command.Parameters.Add("$writer", SqliteType.Text).Value = _rows.Writer;
        }

        public long CommitUntil(long end, int rowsPerCommit, Latencies? commits)
        {
            long written = 0;
            while (Clock.Now < end)
            {
                var start = Clock.Now;
                using var transaction = _connection.BeginTransaction(deferred: false);
                _command.Transaction = transaction;
                _created.Value = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                for (var i = 0; i < rowsPerCommit; i++)
                {
                    (_id.Value, _number.Value) = _rows.Next();
                    _command.ExecuteNonQuery();
                }

                transaction.Commit();
                commits?.Record(Clock.Now - start);
                written += rowsPerCommit;
            }

            return written;
        }

        public void Dispose() => _command.Dispose();
    }
}
