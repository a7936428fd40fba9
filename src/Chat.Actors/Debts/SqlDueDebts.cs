using Chat.Actors.Databases;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB.Data;

namespace Chat.Actors.Debts;

/// <summary>The table <c>due</c>, and the end of the journal.</summary>
public sealed class SqlDueDebts(IDatabases databases, TimeProvider time) : IDueDebts
{
    /// <summary>How far back the journal is looked at, whatever its age: a bound for the query, some minutes at the highest rates.</summary>
    private const long RowsLookedAt = 2_000_000;

    public Task OweAsync(EntityAddress entity, CancellationToken cancellation) => databases.For(entity.Slot).WriteAsync(
        null,
        (connection, token) => connection.ExecuteAsync(
            "insert into due (slot, persistence_id, since) values (@slot, @id, @since) on conflict do nothing", token,
            DataParameter.Int32("slot", entity.Slot.Value), DataParameter.Text("id", entity.PersistenceId),
            DataParameter.Int64("since", time.GetUtcNow().ToUnixTimeMilliseconds())),
        cancellation);

    public Task PaidAsync(EntityAddress entity, CancellationToken cancellation) => databases.For(entity.Slot).WriteAsync(
        null,
        (connection, token) => connection.ExecuteAsync(
            "delete from due where slot = @slot and persistence_id = @id", token,
            DataParameter.Int32("slot", entity.Slot.Value), DataParameter.Text("id", entity.PersistenceId)),
        cancellation);

    public async Task<IReadOnlyList<EntityAddress>> ToWakeAsync(TimeSpan recent, CancellationToken cancellation)
    {
        var found = new HashSet<EntityAddress>();
        var since = (time.GetUtcNow() - recent).UtcDateTime.Ticks; // as Akka.Persistence.Sql writes "created"
        foreach (var database in databases.All)
        {
            var ids = await database.ReadAsync(
                async (connection, token) =>
                {
                    var due = await connection.QueryToListAsync<string>("select persistence_id from due", token);
                    var young = await connection.QueryToListAsync<string>(
                        "select distinct persistence_id from journal " +
                        "where ordering > (select coalesce(max(ordering), 0) from journal) - @rows and created > @since", token,
                        DataParameter.Int64("rows", RowsLookedAt), DataParameter.Int64("since", since));
                    return due.Concat(young).ToList();
                },
                cancellation);
            foreach (var id in ids)
                if (id.StartsWith("u/", StringComparison.Ordinal) && id.Length > 6 && UserId.TryParse(id[6..], out var user))
                    found.Add(EntityAddress.Of(user));
        }

        return [.. found];
    }
}
