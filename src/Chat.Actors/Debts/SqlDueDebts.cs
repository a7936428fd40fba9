using Chat.Actors.Databases;
using Chat.Protocol.Entities;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Chat.Actors.Debts;

/// <summary>The table <c>due</c>, and the end of the journal.</summary>
public sealed class SqlDueDebts(IDatabases databases, TimeProvider time) : IDueDebts
{
    /// <summary>How far back the journal is looked at, whatever its age: a bound for the query, some minutes at the highest rates.</summary>
    private const long RowsLookedAt = 2_000_000;

    /// <summary>So long after a move a start looks at it: the first start of every node has come by then.</summary>
    private static readonly TimeSpan Arrived = TimeSpan.FromDays(1);

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

    public async Task<IReadOnlyList<EntityAddress>> ToWakeAsync(IDatabase database, TimeSpan recent, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var ids = await database.ReadAsync(
            async (connection, token) =>
            {
                var found = await connection.QueryToListAsync<string>("select persistence_id from due", token);
                found.AddRange(await connection.QueryToListAsync<string>(
                    "select distinct persistence_id from journal " +
                    "where ordering > (select coalesce(max(ordering), 0) from journal) - @rows and created > @since", token,
                    DataParameter.Int64("rows", RowsLookedAt), DataParameter.Int64("since", TicksOf(now - recent))));
                var arrived = await connection.QueryToListAsync<Arrival>(
                    "select first, last, at from slot_map where state = 'served' and at > @since", token,
                    DataParameter.Int64("since", (now - Arrived).ToUnixTimeMilliseconds()));
                foreach (var slots in arrived)
                    foreach (var kind in EntityAddress.KindLetters)
                        found.AddRange(await connection.QueryToListAsync<string>(
                            "select distinct persistence_id from journal where persistence_id >= @from and persistence_id < @to and created > @since", token,
                            DataParameter.Text("from", $"{kind}/{slots.First:x3}/"), DataParameter.Text("to", $"{kind}/{slots.Last:x3}0"), // '0' follows '/'
                            DataParameter.Int64("since", TicksOf(DateTimeOffset.FromUnixTimeMilliseconds(slots.At) - recent))));
                return found;
            },
            cancellation);
        return [.. ids.Select(EntityAddress.OfPersistenceId)
            .OfType<EntityAddress>().Where(entity => databases.Has(database, entity.Slot)).Distinct()];
    }

    private static long TicksOf(DateTimeOffset at) => at.UtcDateTime.Ticks; // as Akka.Persistence.Sql writes "created"

    /// <summary>A range of slots, and when it was taken out of service at the database that it came from.</summary>
    private sealed record Arrival
    {
        [Column("first")] public int First { get; init; }
        [Column("last")] public int Last { get; init; }
        [Column("at")] public long At { get; init; }
    }
}
