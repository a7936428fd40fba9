using Npgsql;

namespace Chat.Actors.Databases.Slots;

/// <summary>One database in a move: each method is a step that is done whole or not at all, and may be repeated.</summary>
internal sealed class SlotSite(IDatabase database, string id, NpgsqlConnection connection) : IAsyncDisposable
{
    public IDatabase Database => database;

    public string Id => id;

    public NpgsqlConnection Connection => connection;

    public static async Task<SlotSite> OpenAsync(IDatabase database, string id, CancellationToken cancellation) =>
        new(database, id, await SlotConnection.OpenAsync(database, cancellation));

    /// <summary>Out of service: from its end on nothing is written to these slots here, and what was being written is there.</summary>
    /// <param name="formerTarget">Where they were on their way to before, if they were; it has given them up.</param>
    public async Task LeaveAsync(SlotSet slots, string target, string? formerTarget, long now, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var holds = await SlotHolds.LockAsync(connection, cancellation);
        holds.Require(slots, hold => hold.State == SlotState.Served || (hold.State == SlotState.Leaving && (hold.Other == target || hold.Other == formerTarget)), database);
        holds.Set(slots, slot => new SlotHold(SlotState.Leaving, target, holds[slot].State == SlotState.Leaving ? holds[slot].At : now));
        await holds.SaveAsync(connection, cancellation);
        await SlotFence.SetAsync(connection, holds.In(SlotState.Served), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Undoes <see cref="LeaveAsync"/>; the target has given them up.</summary>
    public async Task StayAsync(SlotSet slots, string formerTarget, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var holds = await SlotHolds.LockAsync(connection, cancellation);
        holds.Require(slots, hold => hold.State == SlotState.Leaving && hold.Other == formerTarget, database);
        holds.Set(slots, SlotHold.Served());
        await holds.SaveAsync(connection, cancellation);
        await SlotFence.SetAsync(connection, holds.In(SlotState.Served), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Gives up what has been copied here; refused where it is served already.</summary>
    public async Task GiveUpAsync(SlotSet slots, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var holds = await SlotHolds.LockAsync(connection, cancellation);
        holds.Require(slots, hold => hold.State is not (SlotState.Served or SlotState.Leaving), database);
        holds.Set(SlotSet.Where(slot => slots.Contains(slot) && holds[slot].State == SlotState.Copied), slot => holds[slot] with { State = SlotState.Gone });
        await holds.SaveAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Served here from its end on. The source is held meanwhile, so that nobody changes its mind there.</summary>
    public async Task TakeOverAsync(SlotSet slots, SlotSite source, CancellationToken cancellation)
    {
        await using var leaving = await source.Connection.BeginTransactionAsync(cancellation);
        var there = await SlotHolds.LockAsync(source.Connection, cancellation);
        there.Require(slots, hold => hold.State == SlotState.Leaving && hold.Other == id, source.Database);
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            var holds = await SlotHolds.LockAsync(connection, cancellation);
            holds.Require(slots, hold => hold.State == SlotState.Copied && hold.Other == source.Id, database);
            holds.Set(slots, slot => SlotHold.Served(there[slot].At));
            await holds.SaveAsync(connection, cancellation);
            await SlotFence.SetAsync(connection, holds.In(SlotState.Served), cancellation);
            await transaction.CommitAsync(cancellation);
        }

        there.Set(slots, slot => new SlotHold(SlotState.Gone, id, there[slot].At));
        await there.SaveAsync(source.Connection, cancellation);
        await leaving.CommitAsync(cancellation);
    }

    /// <summary>Another database serves them: what is here is only in the way.</summary>
    public async Task ForgetAsync(SlotSet slots, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var holds = await SlotHolds.LockAsync(connection, cancellation);
        holds.Require(slots, hold => hold.State is SlotState.Leaving or SlotState.Gone, database);
        holds.Set(slots, slot => holds[slot] with { State = SlotState.Gone });
        await holds.SaveAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Removes the rows of slots that are served elsewhere.</summary>
    /// <returns>How many there were.</returns>
    public async Task<long> RemoveAsync(SlotSet slots, CancellationToken cancellation)
    {
        var removed = 0L;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var holds = await SlotHolds.LockAsync(connection, cancellation);
        holds.Require(slots, hold => hold.State == SlotState.Gone, database);
        foreach (var table in await SlotTables.OfAsync(connection, cancellation))
            removed += await connection.ExecuteAsync($"delete from {table.Name} where {table.RowsOf(slots)}", cancellation);
        holds.Set(slots, new SlotHold(SlotState.None, "", 0));
        await holds.SaveAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return removed;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
