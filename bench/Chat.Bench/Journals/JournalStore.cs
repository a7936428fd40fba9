using Chat.Actors.Databases;
using Chat.Bench.Nodes;
using LinqToDB.Data;

namespace Chat.Bench.Journals;

/// <summary>A database with the node's own tables and nothing in them, for one journal.</summary>
internal sealed class JournalStore : IDisposable
{
    private readonly string _folder;
    private readonly SqlDatabases _databases;

    public JournalStore(TargetFactory factory, DatabaseKind kind)
    {
        Kind = kind;
        _folder = Directory.CreateDirectory(Path.Combine(factory.Folder, $"journal-{Guid.NewGuid():N}"[..24])).FullName;
        DatabasePid = kind == DatabaseKind.PostgreSQL ? factory.Postgres.Pid : null;
        var connectionString = kind == DatabaseKind.PostgreSQL ? factory.Postgres.CreateDatabase().Owner : "";
        _databases = new SqlDatabases(new DatabaseOptions(kind, connectionString, _folder));
#pragma warning disable VSTHRD002 // the commands of the bench run on a thread of their own
        _databases.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    public DatabaseKind Kind { get; }

    public int? DatabasePid { get; }

    /// <summary>As the node gives it to its journal.</summary>
    public string ConnectionString => _databases.All[0].ConnectionString;

    /// <summary>Rows of the journal, and the sum of each entity's highest number: what was acked must be both.</summary>
    public (long Rows, long Numbers) Count()
    {
        using var connection = _databases.All[0].Open();
        return (connection.Execute<long>("select count(*) from journal"),
            connection.Execute<long>("select cast(coalesce(sum(n), 0) as bigint) from (select max(sequence_number) as n from journal group by persistence_id) as highest"));
    }

    public void Dispose()
    {
        _databases.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
