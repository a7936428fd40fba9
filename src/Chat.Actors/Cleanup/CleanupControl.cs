using Chat.Actors.Databases;

namespace Chat.Actors.Cleanup;

/// <summary>The clean-up as an operator sees and moves it: by its table, so it does not matter on which node it runs.</summary>
public sealed class CleanupControl(IDatabases databases)
{
    public async Task<IReadOnlyList<CleanupState>> StateAsync(CancellationToken cancellation)
    {
        var states = new List<CleanupState>();
        foreach (var database in databases.All)
        {
            var round = await CleanupRounds.LoadAsync(database, cancellation);
            states.Add(round is null
                ? new CleanupState(database.Name, 0, false, 0, 0, 0, 0, 0, 0)
                : new CleanupState(
                    database.Name, round.Started, !round.HasEnded, round.Seen, round.Woken, round.Pending, round.Silent, round.RemovedRows, round.ExpiredHistory));
        }

        return states;
    }

    /// <summary>The next look of the clean-up, within a minute, finds the database due. Nothing where a round is under way.</summary>
    public async Task<bool> RunAsync(string database, CancellationToken cancellation)
    {
        var one = databases.All.First(d => d.Name == database);
        var round = await CleanupRounds.LoadAsync(one, cancellation);
        if (round is { HasEnded: false }) return false;
        await CleanupRounds.SaveAsync(one, (round ?? new CleanupProgress()) with { Started = 0 }, cancellation);
        return true;
    }
}

/// <param name="Started">Unix milliseconds; 0 where there was no round yet, or the next is asked for.</param>
/// <param name="Seen">Entities with rows that were looked at; those with old rows were woken; of them some are left to the next round, and some did not answer.</param>
public sealed record CleanupState(
    string Database, long Started, bool Running, long Seen, long Woken, long Pending, long Silent, long RemovedRows, long ExpiredHistory);
