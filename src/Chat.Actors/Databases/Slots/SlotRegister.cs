using Chat.Protocol.Entities;
using Npgsql;

namespace Chat.Actors.Databases.Slots;

/// <summary>
/// What the databases themselves say of who they are and what they serve, against the map of the configuration. A node whose map
/// contradicts them does not start: it would find the users of a range gone, and begin their entities anew.
/// </summary>
internal static class SlotRegister
{
    private const int RegisterLock = 0x736c6f74; // "slot"

    /// <summary>Gives new databases their identity and, at the very first start of an installation, their slots.</summary>
    /// <returns>The ids of the databases, in the order of the map.</returns>
    public static async Task<IReadOnlyList<string>> IdentifyAsync(SlotMap map, CancellationToken cancellation)
    {
        await using var home = await SlotConnection.OpenAsync(map.Home, cancellation);
        // Nodes that start together take turns; ends with the connection.
        await home.ExecuteAsync("select pg_advisory_lock($1, $2)", cancellation, PostgresDatabase.LockSpace, RegisterLock);
        var ids = new List<string> { await IdOfAsync(map.Home, home, null, cancellation) };
        var others = new List<NpgsqlConnection>();
        try
        {
            foreach (var database in map.All.Skip(1))
            {
                var other = await SlotConnection.OpenAsync(database, cancellation);
                others.Add(other);
                var id = await IdOfAsync(database, other, ids[0], cancellation);
                if (ids.Contains(id)) throw new DatabaseStartException($"{database.Key}: this is the same database as {map.All[ids.IndexOf(id)].Key}.");
                ids.Add(id);
            }

            await ClaimAsync(map, home, others, cancellation);
            await SlotFence.CompleteAsync(home, (await SlotHolds.LoadAsync(home, cancellation)).In(SlotState.Served), cancellation);
            foreach (var other in others)
                await SlotFence.CompleteAsync(other, (await SlotHolds.LoadAsync(other, cancellation)).In(SlotState.Served), cancellation);
        }
        finally
        {
            foreach (var other in others) await other.DisposeAsync();
        }

        return ids;
    }

    /// <exception cref="DatabaseStartException">Names the first slots that are elsewhere than the map says.</exception>
    public static async Task CheckAsync(SlotMap map, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var holds = await ReadAsync(map, cancellation);
        for (var i = 0; i < map.All.Count; i++)
        {
            for (var j = 0; j < i; j++)
                if (holds[i].In(SlotState.Served).And(holds[j].In(SlotState.Served)) is { IsEmpty: false } both)
                    throw new DatabaseStartException(
                        $"{map.All[i].Key}: slots {both} are served here and in the database '{map.All[j].Name}'; one of them is an old copy (docs/moving-slots.md).");
            // On their way out they can still be read here, and be written nowhere.
            var here = holds[i].In(SlotState.Served).Or(holds[i].In(SlotState.Leaving));
            var missing = map.Of(map.All[i]).Except(here);
            if (missing.IsEmpty) continue;
            var first = missing.Ranges[0].First;
            var owner = Enumerable.Range(0, map.All.Count).FirstOrDefault(j => holds[j][first].State is SlotState.Served or SlotState.Leaving, -1);
            var slots = SlotSet.Where(slot => missing.Contains(slot) && (owner < 0 || holds[owner][slot].State == holds[owner][first].State));
            throw new DatabaseStartException($"{SlotsKeyOf(map, map.All[i])}: slots {slots} " + (owner >= 0
                ? $"are in the database '{map.All[owner].Name}'; run move-slots with this configuration first (docs/moving-slots.md)."
                : $"are not served by '{map.All[i].Name}' but by a database that is not configured"
                  + (holds[i][first].Other is { Length: > 0 } other && !ids.Contains(other) ? $" (its id is {other})." : ".")));
        }
    }

    public static async Task<IReadOnlyList<SlotHolds>> ReadAsync(SlotMap map, CancellationToken cancellation)
    {
        var holds = new List<SlotHolds>();
        foreach (var database in map.All)
        {
            await using var connection = await SlotConnection.OpenAsync(database, cancellation);
            holds.Add(await SlotHolds.LoadAsync(connection, cancellation));
        }

        return holds;
    }

    // The home database has no list of its own: what it has follows from the others'.
    private static string SlotsKeyOf(SlotMap map, IDatabase database) =>
        database == map.Home ? database.Key : database.Key.Replace("ConnectionString", "Slots", StringComparison.Ordinal);

    /// <param name="homeId">Null for the home database itself.</param>
    private static async Task<string> IdOfAsync(IDatabase database, NpgsqlConnection connection, string? homeId, CancellationToken cancellation)
    {
        var id = await connection.ScalarAsync<string>("select id from chat_database", cancellation);
        if (id is null)
        {
            id = Guid.NewGuid().ToString("N");
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await connection.ExecuteAsync("insert into chat_database (id, home) values ($1, $2)", cancellation, id, homeId ?? id);
            // Should it ever be taken for the home database by mistake, it must not give numbers a second time.
            if (homeId is not null) await connection.ExecuteAsync("delete from entity_number_blocks", cancellation);
            await transaction.CommitAsync(cancellation);
            return id;
        }

        var home = await connection.ScalarAsync<string>("select home from chat_database", cancellation);
        if (homeId is null && home != id)
            throw new DatabaseStartException($"{database.Key}: this is not the home database of its installation, but one of the others.");
        if (homeId is not null && home != homeId)
            throw new DatabaseStartException($"{database.Key}: this database belongs to another installation, or is its home database.");
        return id;
    }

    /// <summary>
    /// The map is taken as it is where there is nothing yet that it could contradict. A home database that has rows of the others' slots
    /// has served them so far: it says so, and the check that follows tells the operator.
    /// </summary>
    private static async Task ClaimAsync(SlotMap map, NpgsqlConnection home, List<NpgsqlConnection> others, CancellationToken cancellation)
    {
        if (!(await SlotHolds.LoadAsync(home, cancellation)).IsEmpty) return;
        await using var transaction = await home.BeginTransactionAsync(cancellation);
        var (elsewhere, fenced) = (SlotSet.None, false);
        foreach (var other in others) elsewhere = elsewhere.Or((await SlotHolds.LoadAsync(other, cancellation)).In(SlotState.Served));
        if (elsewhere.IsEmpty && !map.Of(map.Home).Equals(SlotSet.All))
        {
            // With the tables locked: a node of an older version may be writing to them.
            elsewhere = SlotSet.All.Except(map.Of(map.Home));
            fenced = true;
            await SlotFence.SetAsync(home, map.Of(map.Home), cancellation);
            if (await HasRowsAsync(home, elsewhere, cancellation)) elsewhere = SlotSet.None;
            else
                for (var i = 0; i < others.Count; i++)
                    await ServeAsync(others[i], map.Of(map.All[i + 1]), cancellation);
        }

        var holds = await SlotHolds.LockAsync(home, cancellation);
        holds.Set(SlotSet.All.Except(elsewhere), SlotHold.Served());
        await holds.SaveAsync(home, cancellation);
        if (fenced || !elsewhere.IsEmpty) await SlotFence.SetAsync(home, holds.In(SlotState.Served), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task ServeAsync(NpgsqlConnection connection, SlotSet slots, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var holds = await SlotHolds.LockAsync(connection, cancellation);
        holds.Set(slots, SlotHold.Served());
        await holds.SaveAsync(connection, cancellation);
        await SlotFence.SetAsync(connection, slots, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<bool> HasRowsAsync(NpgsqlConnection connection, SlotSet slots, CancellationToken cancellation)
    {
        foreach (var table in await SlotTables.OfAsync(connection, cancellation))
            if (await connection.ScalarAsync<bool>($"select exists (select 1 from {table.Name} where {table.RowsOf(slots)})", cancellation))
                return true;
        return false;
    }
}
