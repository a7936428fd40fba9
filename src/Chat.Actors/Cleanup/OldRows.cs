using Chat.Actors.Databases;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Chat.Actors.Cleanup;

/// <summary>An entity whose oldest row is older than the retention.</summary>
/// <param name="FirstRow">Number of that row.</param>
internal sealed record OldEntity(EntityAddress Address, long FirstRow);

/// <param name="Last">Where the next page begins.</param>
/// <param name="Seen">Entities with rows that were looked at.</param>
internal sealed record OldRowsPage(string Last, int Seen, IReadOnlyList<OldEntity> Old);

/// <summary>
/// Walks through a journal in the order of its index, which is that of kinds, slots and ids, and looks at the oldest row of each entity. Two
/// index entries for each, however many rows it has; no index by time, which every append would pay for.
/// </summary>
internal static class OldRows
{
    /// <summary>Before all persistence ids, and behind them: '0' follows '/', and all kinds are between g and u.</summary>
    public const string Start = "g/";
    private const string End = "u0";

    private const int SlotAndSlash = 6; // u/0a3/

    // A row that is marked deleted stays only for its number, and no clean-up can help it.
    private const string Query =
        """
        with recursive ids(id) as (
            select (select persistence_id from journal where persistence_id > @after and persistence_id < @end order by persistence_id limit 1)
            union all
            select (select persistence_id from journal where persistence_id > ids.id and persistence_id < @end order by persistence_id limit 1)
            from ids where ids.id is not null
        )
        select id,
               (select j.sequence_number from journal j where j.persistence_id = ids.id and not j.deleted order by j.sequence_number limit 1) as number,
               (select j.created from journal j where j.persistence_id = ids.id and not j.deleted order by j.sequence_number limit 1) as created
        from ids where id is not null limit @size
        """;

    /// <summary>The next entities with rows; null at the end.</summary>
    /// <param name="after">The last persistence id of the page before, or <see cref="Start"/>.</param>
    /// <param name="cutoff">Rows from before this are old.</param>
    public static async Task<OldRowsPage?> PageAsync(
        IDatabase database, string after, int size, Func<EntityKind, DateTimeOffset> cutoff, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            (connection, token) => connection.QueryToListAsync<Row>(
                Query, token, DataParameter.Text("after", after), DataParameter.Text("end", End), DataParameter.Int32("size", size)),
            cancellation);
        if (rows.Count == 0) return null;
        var old = new List<OldEntity>();
        foreach (var row in rows)
            if (row is { Number: { } number, Created: { } created } && AddressOf(row.Id) is { } address
                && created < cutoff(address.Kind).UtcDateTime.Ticks) // as Akka.Persistence.Sql writes "created"
                old.Add(new OldEntity(address, number));
        return new OldRowsPage(rows[^1].Id, rows.Count, old);
    }

    private static EntityAddress? AddressOf(string persistenceId)
    {
        if (persistenceId.Length <= SlotAndSlash) return null;
        var id = persistenceId[SlotAndSlash..];
        return persistenceId[0] switch
        {
            'u' when UserId.TryParse(id, out var user) => EntityAddress.Of(user),
            'g' when GroupId.TryParse(id, out var group) => EntityAddress.Of(group),
            _ => null,
        };
    }

    private sealed record Row
    {
        [Column("id")] public string Id { get; init; } = "";
        [Column("number")] public long? Number { get; init; }
        [Column("created")] public long? Created { get; init; }
    }
}
