using System.Data.Common;
using Chat.Actors.Databases;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Cleanup;

/// <summary>A round over one database while this node runs it. Used by one stage of the stream at a time.</summary>
internal sealed partial class CleanupRound(IDatabase database, CleanupProgress progress, TimeProvider time, ILogger logger)
{
    /// <summary>What a crash has to be looked at again for; the entities have nothing old any more.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private long _savedAt = time.GetTimestamp();

    public IDatabase Database { get; } = database;

    public CleanupProgress Progress { get; private set; } = progress;

    /// <param name="rowsUpTo">What the entity has answered; null where it has not.</param>
    public void Count(OldEntity entity, long? rowsUpTo)
    {
        var removed = Math.Max(0, (rowsUpTo ?? 0) - entity.FirstRow + 1); // numbers have no gaps
        CleanupMetrics.Woken.Add(1);
        CleanupMetrics.RemovedRows.Add(removed);
        if (rowsUpTo is null) CleanupMetrics.Silent.Add(1);
        Progress = Progress with
        {
            Woken = Progress.Woken + 1,
            RemovedRows = Progress.RemovedRows + removed,
            Pending = Progress.Pending + (removed == 0 ? 1 : 0),
            Silent = Progress.Silent + (rowsUpTo is null ? 1 : 0),
        };
    }

    /// <summary>All entities of the page have answered, or are left to the next round.</summary>
    public async Task PageEndedAsync(OldRowsPage page, CancellationToken cancellation)
    {
        CleanupMetrics.Seen.Add(page.Seen);
        Progress = Progress with { Position = page.Last, Seen = Progress.Seen + page.Seen };
        if (time.GetElapsedTime(_savedAt) >= SaveEvery) await SaveAsync(cancellation);
    }

    /// <summary>Of history, some rows that were too old are gone.</summary>
    public async Task HistoryExpiredAsync(int rows, CancellationToken cancellation)
    {
        CleanupMetrics.ExpiredHistory.Add(rows);
        Progress = Progress with { ExpiredHistory = Progress.ExpiredHistory + rows };
        if (time.GetElapsedTime(_savedAt) >= SaveEvery) await SaveAsync(cancellation);
    }

    public async Task EndedAsync(CancellationToken cancellation)
    {
        Progress = Progress with { Position = null };
        await SaveAsync(cancellation);
        CleanupMetrics.Ended(Database.Name, Progress.Pending);
        LogEnded(logger, Database.Name, Progress.Seen, Progress.Woken, Progress.RemovedRows, Progress.Pending, Progress.Silent, Progress.ExpiredHistory,
            (time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(Progress.Started)).TotalSeconds);
    }

    public void Broken(Exception cause) => LogBroken(logger, cause, Database.Name, Progress.Position ?? "the end");

    private async Task SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await CleanupRounds.SaveAsync(Database, Progress, cancellation);
            _savedAt = time.GetTimestamp();
        }
        catch (DbException e)
        {
            LogNotSaved(logger, e, Database.Name); // at worst some entities are looked at twice
        }
    }

    [LoggerMessage(1, LogLevel.Information,
        "Clean-up of database {Database}: looked at {Seen} entities with rows, woke {Woken} with old ones, which gave up {RemovedRows} rows; " +
        "{Pending} are left to the next round, of which {Silent} did not answer; {ExpiredHistory} rows of history were too old; {Seconds} s")]
    private static partial void LogEnded(ILogger logger, string database, long seen, long woken, long removedRows, long pending, long silent, long expiredHistory, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "Clean-up of database {Database} stopped behind {Position}; it goes on there in a while")]
    private static partial void LogBroken(ILogger logger, Exception cause, string database, string position);

    [LoggerMessage(3, LogLevel.Warning, "Could not note how far the clean-up of database {Database} is")]
    private static partial void LogNotSaved(ILogger logger, Exception cause, string database);
}
