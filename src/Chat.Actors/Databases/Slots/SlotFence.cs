using Npgsql;

namespace Chat.Actors.Databases.Slots;

/// <summary>
/// The fence of R2 between databases: a check constraint <c>served_slots</c> on every table with slots refuses rows of slots that the
/// database does not serve. So it holds against whoever writes, a forgotten node with an old map or an old version among them, for
/// entities that have no row yet as for those that have. Making it takes the lock that waits for every transaction that has written to the
/// table: what is not there then will never be there. A database that serves all slots has no constraint, and its appends pay nothing.
/// </summary>
internal static class SlotFence
{
    private const string Name = "served_slots";

    /// <summary>What the mover sets in its own transactions, to bring rows in before their slots are served.</summary>
    public const string Lift = "set local chat.moving = 'on'";

    /// <summary>How long a lock is waited for, and with it everybody who comes after; then the others go first.</summary>
    private const string Patience = "set local lock_timeout = '2s'";

    /// <summary>
    /// To be called inside a transaction; fails after two seconds where a long one (a backup, say) holds a table: see <see cref="IsBusy"/>.
    /// </summary>
    public static async Task SetAsync(NpgsqlConnection connection, SlotSet served, CancellationToken cancellation)
    {
        var tables = await SlotTables.OfAsync(connection, cancellation);
        await connection.ExecuteAsync(Patience, cancellation);
        await connection.ExecuteAsync($"lock table {string.Join(", ", tables.Select(table => table.Name))} in access exclusive mode", cancellation);
        foreach (var table in tables)
            await connection.ExecuteAsync(Statement(table, served), cancellation);
    }

    /// <summary>Tables that a migration has made since.</summary>
    public static async Task CompleteAsync(NpgsqlConnection connection, SlotSet served, CancellationToken cancellation)
    {
        if (served.Equals(SlotSet.All)) return;
        foreach (var table in await SlotTables.OfAsync(connection, cancellation))
            if (!await connection.ScalarAsync<bool>(
                    "select exists (select 1 from pg_constraint where conname = $1 and conrelid = to_regclass($2))", cancellation, Name, table.Name))
                await connection.ExecuteAsync(Statement(table, served), cancellation);
    }

    /// <summary>Somebody holds a table for longer than is polite to wait: to be tried again.</summary>
    public static bool IsBusy(Exception failure) => failure is PostgresException { SqlState: "55P03" or "40P01" };

    // Not validated: rows that are on their way out stay, and no table is read through while it is locked.
    private static string Statement(SlotTable table, SlotSet served)
    {
        var drop = $"alter table {table.Name} drop constraint if exists {Name}";
        return served.Equals(SlotSet.All)
            ? drop
            : $"{drop}, add constraint {Name} check (not ({table.IsOf(SlotSet.All.Except(served))}) "
              + "or coalesce(current_setting('chat.moving', true), '') = 'on') not valid";
    }
}
