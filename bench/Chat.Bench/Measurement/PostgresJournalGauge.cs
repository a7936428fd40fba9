using Npgsql;

namespace Chat.Bench.Measurement;

internal sealed class PostgresJournalGauge(string connectionString) : IJournalGauge
{
    // A connection of its own each time: an open one would be one more process in the figures.
    private readonly string _connectionString = connectionString + ";Pooling=false";

    public JournalMark? Mark() => Query(
        "select coalesce(max(ordering), 0)::bigint, (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint from journal",
        row => new JournalMark(row.GetInt64(0), row.GetInt64(1)));

    public JournalGrowth? Since(JournalMark mark)
    {
        if (Mark() is not { } now)
            return null;
        var blob = Query($"select coalesce(avg(length(message)), 0)::float8 from journal where ordering > {mark.Ordering}", row => row.GetDouble(0));
        return new JournalGrowth(now.Ordering - mark.Ordering, blob, now.DiskBytes - mark.DiskBytes);
    }

    public IReadOnlyList<EventRows> KindsSince(JournalMark mark) => Query(
        $"""
        select left(persistence_id, 1), coalesce(manifest, ''), count(*), count(distinct persistence_id) from journal
        where ordering > {mark.Ordering} group by 1, 2 order by 1, 2
        """,
        row =>
        {
            var kinds = new List<EventRows>();
            do
                kinds.Add(new EventRows(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)));
            while (row.Read());
            return kinds;
        }) ?? [];

    // The rows are the server's own running counts: counting a large table would be a load of its own.
    public StorageReading? Storage() => Query(
        """
        select pg_database_size(current_database()), pg_total_relation_size('journal'), j.n_live_tup,
               (select sum(n_dead_tup)::bigint from pg_stat_user_tables), s.n_live_tup,
               b.n_live_tup, pg_total_relation_size('spilled_buckets')
        from pg_stat_user_tables as j, pg_stat_user_tables as s, pg_stat_user_tables as b
        where j.relname = 'journal' and s.relname = 'snapshot' and b.relname = 'spilled_buckets'
        """,
        row => new StorageReading(row.GetInt64(0), row.GetInt64(1), null, row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)));

    private T? Query<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        try
        {
            using var connection = new NpgsqlConnection(_connectionString);
            connection.Open();
            using var command = new NpgsqlCommand(sql, connection);
            using var reader = command.ExecuteReader();
            return reader.Read() ? read(reader) : default;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return default;
        }
    }
}
