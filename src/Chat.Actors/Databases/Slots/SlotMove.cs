using Npgsql;

namespace Chat.Actors.Databases.Slots;

/// <summary>
/// Brings the databases to what the map says: takes slots out of service where they are, copies them, compares, and has them served where
/// they are to be. May be broken off at any moment and run again, with the same map or another. docs/moving-slots.md argues why nothing
/// is lost and nothing is served twice.
/// </summary>
public sealed class SlotMove(SqlDatabases databases, Action<string> tell, TimeProvider time)
{
    private const int MoveLock = 0x6d6f7665; // "move"
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    private IReadOnlyList<string> _ids = [];

    private SlotMap Map => databases.Map;

    /// <summary>Says what would be done.</summary>
    public async Task PlanAsync(CancellationToken cancellation)
    {
        _ids = await databases.PrepareAsync(cancellation);
        var steps = SlotPlan.Of(Map, _ids, await SlotRegister.ReadAsync(Map, cancellation));
        foreach (var step in steps) tell(Describe(step));
        if (steps.Count == 0) tell("The databases serve what the map says; there is nothing to move.");
    }

    /// <exception cref="SlotMoveException">It cannot go on, and why.</exception>
    /// <exception cref="System.Data.Common.DbException">A database failed; to be run again.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _ids = await databases.PrepareAsync(cancellation);
        await using var home = await SlotConnection.OpenAsync(Map.Home, cancellation);
        if (!await home.ScalarAsync<bool>("select pg_try_advisory_lock($1, $2)", cancellation, PostgresDatabase.LockSpace, MoveLock))
            throw new SlotMoveException("Another move is under way on these databases.");
        var steps = SlotPlan.Of(Map, _ids, await SlotRegister.ReadAsync(Map, cancellation));
        foreach (var step in steps)
        {
            tell(Describe(step));
            await DoAsync(step, cancellation);
        }

        await ClearAsync(cancellation);
        tell("The databases serve what the map says. Nodes with another map are refused the slots that have moved: restart them with this one.");
    }

    private async Task DoAsync(SlotStep step, CancellationToken cancellation)
    {
        await using var source = await SiteAsync(step.Source, cancellation);
        var formerTarget = step.Towards is { } towards ? _ids[towards] : null;
        if (step.Towards is { } former && former != step.Target)
        {
            await using var given = await SiteAsync(former, cancellation);
            await given.GiveUpAsync(step.Slots, cancellation);
        }

        if (step.Target == step.Source)
        {
            await PatientlyAsync(() => source.StayAsync(step.Slots, formerTarget!, cancellation), cancellation);
            return;
        }

        await using var target = await SiteAsync(step.Target, cancellation);
        await PatientlyAsync(
            () => source.LeaveAsync(step.Slots, target.Id, formerTarget, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellation), cancellation);
        tell($"  out of service in '{source.Database.Name}'");
        await CopyAsync(step.Slots, source, target, cancellation);
        await PatientlyAsync(() => target.TakeOverAsync(step.Slots, source, cancellation), cancellation);
        tell($"  served by '{target.Database.Name}'");
    }

    private async Task CopyAsync(SlotSet slots, SlotSite source, SlotSite target, CancellationToken cancellation)
    {
        var tables = await SlotTables.OfAsync(source.Connection, cancellation);
        if (!tables.Select(t => $"{t.Name}: {t.ColumnList}").SequenceEqual((await SlotTables.OfAsync(target.Connection, cancellation)).Select(t => $"{t.Name}: {t.ColumnList}")))
            throw new SlotMoveException($"The tables of '{source.Database.Name}' and '{target.Database.Name}' differ; both have to be of this version.");
        var left = await SlotHolds.LoadAsync(source.Connection, cancellation);
        var arrived = await SlotHolds.LoadAsync(target.Connection, cancellation);
        bool IsThere(int slot) => arrived[slot] == new SlotHold(SlotState.Copied, source.Id, left[slot].At);
        var copy = new SlotCopy(source.Connection, target.Connection, tables);
        var total = 0L;
        await InPortionsAsync(SlotSet.Where(slot => slots.Contains(slot) && !IsThere(slot)), async portion =>
        {
            await using var transaction = await target.Connection.BeginTransactionAsync(cancellation);
            var holds = await SlotHolds.LockAsync(target.Connection, cancellation);
            holds.Require(portion, hold => hold.State is not (SlotState.Served or SlotState.Leaving), target.Database);
            total += await copy.CopyAsync(portion, cancellation);
            holds.Set(portion, slot => new SlotHold(SlotState.Copied, source.Id, left[slot].At));
            await holds.SaveAsync(target.Connection, cancellation);
            await transaction.CommitAsync(cancellation);
            tell($"  copied and compared {portion}: {total} rows so far");
        });
    }

    /// <summary>Removes what moves have left behind, of this one and of earlier ones.</summary>
    private async Task ClearAsync(CancellationToken cancellation)
    {
        var holds = await SlotRegister.ReadAsync(Map, cancellation);
        var served = holds.Aggregate(SlotSet.None, (all, of) => all.Or(of.In(SlotState.Served)));
        for (var i = 0; i < holds.Count; i++)
        {
            var gone = holds[i].In(SlotState.Gone).Or(holds[i].In(SlotState.Leaving)).And(served);
            if (gone.IsEmpty) continue;
            await using var site = await SiteAsync(i, cancellation);
            await site.ForgetAsync(gone, cancellation);
            var removed = 0L;
            await InPortionsAsync(gone, async portion => removed += await site.RemoveAsync(portion, cancellation));
            tell($"Removed {removed} rows of slots {gone} from '{site.Database.Name}'");
        }
    }

    /// <summary>Small at first, then as large as takes some seconds: what a broken-off run has to do again stays little.</summary>
    private async Task InPortionsAsync(SlotSet slots, Func<SlotSet, Task> work)
    {
        for (var size = 1; !slots.IsEmpty;)
        {
            var portion = slots.Take(size);
            var began = time.GetTimestamp();
            await work(portion);
            slots = slots.Except(portion);
            var took = time.GetElapsedTime(began).TotalSeconds;
            size = took < 2 ? Math.Min(size * 2, 256) : took > 10 ? Math.Max(1, size / 2) : size;
        }
    }

    private async Task PatientlyAsync(Func<Task> step, CancellationToken cancellation)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                await step();
                return;
            }
            catch (PostgresException e) when (SlotFence.IsBusy(e))
            {
                if (!told) tell($"  waiting for a transaction that holds a table, such as a backup ({e.MessageText})");
                await Task.Delay(BusyPause, time, cancellation);
            }
        }
    }

    private Task<SlotSite> SiteAsync(int database, CancellationToken cancellation) => SlotSite.OpenAsync(Map.All[database], _ids[database], cancellation);

    private string Describe(SlotStep step) => step.Source == step.Target
        ? $"Slots {step.Slots}: back into service in '{Map.All[step.Source].Name}'"
        : $"Slots {step.Slots}: from '{Map.All[step.Source].Name}' to '{Map.All[step.Target].Name}'";
}
