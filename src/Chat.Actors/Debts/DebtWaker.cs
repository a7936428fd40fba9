using Chat.Actors.Addressing;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Debts;

/// <summary>
/// After a start, wakes the entities that may owe something since before (R5), a few at a time: whoever connects wakes his own entity,
/// but a receipt owed by someone who stays away would otherwise wait for him.
/// </summary>
public sealed partial class DebtWaker(IDueDebts debts, IEntities entities, TimeProvider time, ILogger<DebtWaker> logger) : BackgroundService
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <summary>Per pause: 100 a second, some hundredth of what a node can wake.</summary>
    private const int AtOnce = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await WakeAsync(stoppingToken);
                return;
            }
            catch (System.Data.Common.DbException e)
            {
                LogFailed(logger, e);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    private async Task WakeAsync(CancellationToken stopping)
    {
        var asleep = await debts.ToWakeAsync(Recent, stopping);
        foreach (var few in asleep.Chunk(AtOnce))
        {
            await Task.Delay(Pause, time, stopping);
            foreach (var entity in few)
                entities.Tell(new UserCommands.Wake(new UserId(entity.Id)));
        }

        LogWoken(logger, asleep.Count);
    }

    [LoggerMessage(1, LogLevel.Information, "Woke {Entities} entities that may owe something since before the start")]
    private static partial void LogWoken(ILogger logger, int entities);

    [LoggerMessage(2, LogLevel.Warning, "Could not find out which entities owe something; trying again")]
    private static partial void LogFailed(ILogger logger, Exception cause);
}
