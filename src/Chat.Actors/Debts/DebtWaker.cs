using Chat.Actors.Addressing;
using Chat.Actors.Databases;
using Chat.Actors.Entities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Debts;

/// <summary>
/// After a start, wakes the entities that may owe something since before (R5), a few at a time: whoever connects wakes his own entity,
/// but a receipt owed by someone who stays away would otherwise wait for him.
/// </summary>
public sealed partial class DebtWaker(IDatabases databases, IDueDebts debts, IEntities entities, TimeProvider time, ILogger<DebtWaker> logger) : BackgroundService
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <summary>Per pause: 100 a second, some hundredth of what a node can wake.</summary>
    private const int AtOnce = 10;

    // Each database by itself: one that is gone keeps none of the others' entities asleep.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(databases.All.Select(database => WakeThoseInAsync(database, stoppingToken)));

    private async Task WakeThoseInAsync(IDatabase database, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await WakeAsync(database, stopping);
                return;
            }
            catch (System.Data.Common.DbException e)
            {
                LogFailed(logger, e, database.Name);
                await Task.Delay(Retry, time, stopping);
            }
        }
    }

    private async Task WakeAsync(IDatabase database, CancellationToken stopping)
    {
        var asleep = await debts.ToWakeAsync(database, Recent, stopping);
        foreach (var few in asleep.Chunk(AtOnce))
        {
            await Task.Delay(Pause, time, stopping);
            foreach (var entity in few)
                entities.Tell(WakeCommand.For(entity));
        }

        LogWoken(logger, asleep.Count, database.Name);
    }

    [LoggerMessage(1, LogLevel.Information, "Woke {Entities} entities of database {Database} that may owe something since before the start")]
    private static partial void LogWoken(ILogger logger, int entities, string database);

    [LoggerMessage(2, LogLevel.Warning, "Could not find out which entities of database {Database} owe something; trying again")]
    private static partial void LogFailed(ILogger logger, Exception cause, string database);
}
