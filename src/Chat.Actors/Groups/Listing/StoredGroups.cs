using Chat.Actors.Databases;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB.Data;

namespace Chat.Actors.Groups.Listing;

/// <summary>All groups that a database holds anything of, in the order of their persistence ids: found in the journal's own tables.</summary>
internal static class StoredGroups
{
    /// <summary>Before all persistence ids of groups, and behind them: '0' follows '/'.</summary>
    private const string Start = "g/", End = "g0";

    /// <summary>The next groups; empty at the end.</summary>
    /// <param name="after">The last persistence id of the page before.</param>
    public static Task<IReadOnlyList<string>> PageAsync(IDatabase database, string? after, int size, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async (connection, token) =>
            {
                // Rows are disposable: a group that sleeps may have nothing but its snapshot.
                var rows = await IdsAsync(connection, "journal", after ?? Start, size, token);
                var snapshots = await IdsAsync(connection, "snapshot", after ?? Start, size, token);
                return [.. rows.Union(snapshots).Order(StringComparer.Ordinal).Take(size)];
            },
            cancellation);

    public static GroupId? IdOf(string persistenceId) =>
        EntityAddress.OfPersistenceId(persistenceId) is { Kind: EntityKind.Group } entity ? new GroupId(entity.Id) : null;

    private static Task<List<string>> IdsAsync(DataConnection connection, string table, string after, int size, CancellationToken cancellation) =>
        connection.QueryToListAsync<string>(
            $"select persistence_id from {table} where persistence_id > @after and persistence_id < @end group by persistence_id " +
            "order by persistence_id limit @size", cancellation,
            DataParameter.Text("after", after), DataParameter.Text("end", End), DataParameter.Int32("size", size));
}
