using System.Reflection;
using LinqToDB.Data;

namespace Chat.Actors.Databases;

/// <summary>
/// The numbered scripts <c>Migrations/{provider}/NNN_name.sql</c>, applied in order, each once per database; <c>chat_schema</c> says
/// which. Everything happens in one transaction behind one lock, so a start that breaks off leaves nothing behind and nodes that
/// start together take turns. A database newer than this program is left as it is: a rolling update may be undone.
/// </summary>
public static class Migrations
{
    private const string CreateSchemaTable =
        "create table if not exists chat_schema (version integer not null primary key, name text not null, applied_at bigint not null)";

    internal static Task ApplyAsync(IDatabase database, CancellationToken cancellation) =>
        database.Kind == DatabaseKind.SQLite
            ? Task.Run(() => ApplyToSqlite(database), cancellation)
            : database.WriteAsync("chat_schema", ApplyMissingAsync(DatabaseKind.PostgreSQL), cancellation);

    private static void ApplyToSqlite(IDatabase database)
    {
        using var connection = database.Open();
        // A property of the file, and not to be changed inside a transaction.
        connection.Execute("PRAGMA journal_mode=WAL");
        connection.Execute("BEGIN EXCLUSIVE");
        try
        {
            // The driver completes synchronously.
#pragma warning disable VSTHRD002
            ApplyMissingAsync(DatabaseKind.SQLite)(connection, CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            connection.Execute("COMMIT");
        }
        catch
        {
            connection.Execute("ROLLBACK");
            throw;
        }
    }

    private static Func<DataConnection, CancellationToken, Task<int>> ApplyMissingAsync(DatabaseKind kind) => async (connection, cancellation) =>
    {
        await connection.ExecuteAsync(CreateSchemaTable, cancellation);
        var applied = await connection.ExecuteAsync<int>("select coalesce(max(version), 0) from chat_schema", cancellation);
        var missing = Scripts(kind).Where(script => script.Version > applied).ToList();
        foreach (var script in missing)
        {
            await connection.ExecuteAsync(script.Read(), cancellation);
            await connection.ExecuteAsync(
                "insert into chat_schema (version, name, applied_at) values (@version, @name, @at)", cancellation,
                DataParameter.Int32("version", script.Version), DataParameter.Text("name", script.Name),
                DataParameter.Int64("at", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        }

        return missing.Count;
    };

    /// <summary>All scripts of a provider in order; their numbers run from 1 without gaps.</summary>
    public static IReadOnlyList<MigrationScript> Scripts(DatabaseKind kind)
    {
        var prefix = $"Chat.Actors.Databases.Migrations.{kind}.";
        return [.. typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => new MigrationScript(int.Parse(name.AsSpan(prefix.Length, 3)), name[(prefix.Length + 4)..^".sql".Length], name))
            .OrderBy(script => script.Version)];
    }
}

/// <summary>One script.</summary>
public sealed record MigrationScript(int Version, string Name, string Resource)
{
    public string Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
