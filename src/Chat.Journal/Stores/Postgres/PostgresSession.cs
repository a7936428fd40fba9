using Npgsql;
using NpgsqlTypes;

namespace Chat.Journal.Stores.Postgres;

/// <summary>
/// One connection with its prepared statements, for one user at a time. It is opened when it is needed, and given up after any failure
/// but that of a row or of a lock.
/// </summary>
internal sealed class PostgresSession(string connectionString, TimeSpan statementTimeout) : IAsyncDisposable
{
    private readonly Dictionary<string, NpgsqlCommand> _prepared = [];
    private NpgsqlConnection? _connection;

    public async Task<T> RunAsync<T>(string statement, Action<Parameters> bind, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            var command = await PrepareAsync(statement, bind, cancellation);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            return await read(reader);
        }
        catch (Exception e) when (PostgresFaults.Of(e) is not (Fault.Row or Fault.Contention))
        {
            await CloseAsync();
            throw;
        }
    }

    /// <returns>Rows changed.</returns>
    public Task<int> ExecuteAsync(string statement, Action<Parameters> bind, CancellationToken cancellation) =>
        RunAsync(
            statement, bind,
            async reader =>
            {
                await reader.ReadAsync(cancellation); // an error may come as late as this
                return Math.Max(reader.RecordsAffected, 0);
            },
            cancellation);

    private async Task<NpgsqlCommand> PrepareAsync(string statement, Action<Parameters> bind, CancellationToken cancellation)
    {
        if (_connection is null) await OpenAsync(cancellation);
        if (_prepared.TryGetValue(statement, out var command))
        {
            bind(new Parameters(command.Parameters));
            return command;
        }

        command = new NpgsqlCommand(statement, _connection);
        bind(new Parameters(command.Parameters));
        await command.PrepareAsync(cancellation);
        _prepared.Add(statement, command);
        return command;
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            // The guard's sub-selects are planned once: a plan for each group's values costs more than the insert.
            await using var settings = new NpgsqlCommand(
                $"set statement_timeout = {(long)statementTimeout.TotalMilliseconds}; set plan_cache_mode = force_generic_plan; set default_transaction_isolation = 'read committed'",
                connection);
            await settings.ExecuteNonQueryAsync(cancellation);
            _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        foreach (var command in _prepared.Values) await command.DisposeAsync();
        _prepared.Clear();
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Values by position; the statement's parameters are made at its first use and filled again later.</summary>
    internal readonly struct Parameters(NpgsqlParameterCollection all)
    {
        public void Set<T>(int position, T value, NpgsqlDbType type)
        {
            if (all.Count < position) all.Add(new NpgsqlParameter<T> { NpgsqlDbType = type, TypedValue = value });
            else ((NpgsqlParameter<T>)all[position - 1]).TypedValue = value;
        }

        public void Text(int position, string value) => Set(position, value, NpgsqlDbType.Text);

        public void Number(int position, long value) => Set(position, value, NpgsqlDbType.Bigint);

        public void Texts(int position, string[] values) => Set(position, values, NpgsqlDbType.Array | NpgsqlDbType.Text);

        public void Numbers(int position, long[] values) => Set(position, values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

        public void Integers(int position, int[] values) => Set(position, values, NpgsqlDbType.Array | NpgsqlDbType.Integer);

        public void Blobs(int position, byte[][] values) => Set(position, values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);
    }
}
