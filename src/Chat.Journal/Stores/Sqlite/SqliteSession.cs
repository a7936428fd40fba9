using Microsoft.Data.Sqlite;

namespace Chat.Journal.Stores.Sqlite;

/// <summary>One connection with its prepared statements, used by one thread. After any failure but that of a row it is opened anew.</summary>
internal sealed class SqliteSession(string connectionString) : IDisposable
{
    // FULL makes an answered commit survive a power cut. The file is in the system's cache, so the connection's own may stay small. The log is
    // brought into the file every 32 MiB instead of 4: pages that change often are then copied, and synced, less often.
    private const string Settings =
        "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000; pragma cache_size = -2048; pragma wal_autocheckpoint = 8000";

    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private SqliteConnection? _connection;

    /// <summary>Runs in one transaction: rolled back where <paramref name="work"/> fails.</summary>
    /// <param name="write">Takes the file's write lock at once: a transaction that reads first could not be upgraded.</param>
    public T InTransaction<T>(bool write, Func<SqliteSession, T> work)
    {
        try
        {
            Open();
            Execute(write ? "begin immediate" : "begin");
            var result = work(this);
            Execute("commit");
            return result;
        }
        catch (Exception e)
        {
            if (SqliteFaults.Of(e) == Fault.Row) Execute("rollback");
            else Close(); // which rolls back
            throw;
        }
    }

    /// <returns>Rows changed.</returns>
    public int Execute(string statement, params ReadOnlySpan<object> values) => Prepare(statement, values).ExecuteNonQuery();

    public List<T> Query<T>(string statement, Func<SqliteDataReader, T> map, params ReadOnlySpan<object> values)
    {
        using var reader = Prepare(statement, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    private SqliteCommand Prepare(string statement, ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(statement, out var command))
        {
            command = _connection!.CreateCommand();
            command.CommandText = statement;
            for (var i = 1; i <= values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
            _prepared.Add(statement, command);
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
    }

    private void Open()
    {
        if (_connection is not null) return;
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = Settings;
            settings.ExecuteNonQuery();
            _connection = connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Close()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _prepared.Clear();
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => Close();
}
