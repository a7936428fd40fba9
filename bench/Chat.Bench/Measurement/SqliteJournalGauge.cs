using Microsoft.Data.Sqlite;

namespace Chat.Bench.Measurement;

/// <summary>Reads the node's database file beside the node: WAL readers disturb no writer.</summary>
internal sealed class SqliteJournalGauge(string file, Func<int> serverPid) : IJournalGauge
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ConnectionString;

    public JournalMark? Mark() =>
        // The autoincrement's own counter, where there is one: it also knows of newest rows that are deleted by now.
        (Number("select max(seq) from sqlite_sequence where name = 'journal'") ?? Number("select coalesce(max(ordering), 0) from journal"))
            is { } ordering
            ? new JournalMark((long)ordering, ProcFs.WrittenBytes(serverPid()))
            : null;

    public JournalGrowth? Since(JournalMark mark)
    {
        if (Mark() is not { } now)
            return null;
        var blob = Number($"select avg(length(message)) from journal where ordering > {mark.Ordering}") ?? 0;
        return new JournalGrowth(now.Ordering - mark.Ordering, blob, now.DiskBytes - mark.DiskBytes);
    }

    public StorageReading? Storage() =>
        Number("select count(*) from journal") is { } rows && Number("select count(*) from snapshot") is { } snapshots
        && Number("select count(*) from spilled_buckets") is { } spilled
            ? new StorageReading(Length(file), null, Length(file + "-wal"), (long)rows, null, (long)snapshots, (long)spilled, null)
            : null;

    public IReadOnlyList<EventRows> KindsSince(JournalMark mark)
    {
        var kinds = new List<EventRows>();
        Read(
            $"""
            select substr(persistence_id, 1, 1), coalesce(manifest, ''), count(*), count(distinct persistence_id) from journal
            where ordering > {mark.Ordering} group by 1, 2 order by 1, 2
            """,
            row => kinds.Add(new EventRows(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))));
        return kinds;
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } info ? info.Length : 0;

    private double? Number(string sql)
    {
        double? number = null;
        Read(sql, row => number = row.IsDBNull(0) ? null : row.GetDouble(0));
        return number;
    }

    private void Read(string sql, Action<SqliteDataReader> each)
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read())
                each(reader);
        }
        catch (SqliteException)
        {
            // No such file or table: nothing is known.
        }
    }
}
