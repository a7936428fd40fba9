using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Addressing;
using Chat.Actors.Databases;
using Chat.Actors.Entities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Debts;

/// <summary>
/// After a start, and after another node has left, wakes the entities that may owe something since before (R5), a few at a time: whoever
/// connects wakes his own entity, but a receipt owed by someone who stays away would otherwise wait for him.
/// </summary>
public sealed partial class DebtWaker : BackgroundService
{
    private static readonly TimeSpan RecentAtStart = TimeSpan.FromMinutes(5);

    /// <summary>What has been owed for 30 s has a row of its own.</summary>
    private static readonly TimeSpan RecentWhenNodeLeft = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <summary>Per pause: 100 a second, some hundredth of what a node can wake.</summary>
    private const int AtOnce = 10;

    private readonly IDatabases _databases;
    private readonly IDueDebts _debts;
    private readonly IEntities _entities;
    private readonly ActorSystem _system;
    private readonly NodeDirectory _directory;
    private readonly TimeProvider _time;
    private readonly ILogger<DebtWaker> _logger;

    // Two nodes that leave together are one reason to look.
    private readonly Channel<long> _left = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public DebtWaker(
        IDatabases databases, IDueDebts debts, IEntities entities, ActorSystem system, NodeDirectory directory, TimeProvider time, ILogger<DebtWaker> logger)
    {
        (_databases, _debts, _entities, _system, _directory, _time, _logger) = (databases, debts, entities, system, directory, time, logger);
        directory.NodeLeft += Remember;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WakeAllAsync(RecentAtStart, stoppingToken);
        var cluster = Cluster.Get(_system);
        await foreach (var node in _left.Reader.ReadAllAsync(stoppingToken))
        {
            // One of the others does it; and were it two, entities that are awake notice nothing.
            if (cluster.SelfAddress.Equals(cluster.State.Leader)) await WakeAllAsync(RecentWhenNodeLeft, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _directory.NodeLeft -= Remember;
        base.Dispose();
    }

    private void Remember(long node) => _left.Writer.TryWrite(node);

    // Each database by itself: one that is gone keeps none of the others' entities asleep.
    private Task WakeAllAsync(TimeSpan recent, CancellationToken stopping) =>
        Task.WhenAll(_databases.All.Select(database => WakeThoseInAsync(database, recent, stopping)));

    private async Task WakeThoseInAsync(IDatabase database, TimeSpan recent, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await WakeAsync(database, recent, stopping);
                return;
            }
            catch (System.Data.Common.DbException e)
            {
                LogFailed(_logger, e, database.Name);
                await Task.Delay(Retry, _time, stopping);
            }
        }
    }

    private async Task WakeAsync(IDatabase database, TimeSpan recent, CancellationToken stopping)
    {
        var asleep = await _debts.ToWakeAsync(database, recent, stopping);
        foreach (var few in asleep.Chunk(AtOnce))
        {
            await Task.Delay(Pause, _time, stopping);
            foreach (var entity in few)
                _entities.Tell(WakeCommand.For(entity));
        }

        LogWoken(_logger, asleep.Count, database.Name);
    }

    [LoggerMessage(1, LogLevel.Information, "Woke {Entities} entities of database {Database} that may owe something since before")]
    private static partial void LogWoken(ILogger logger, int entities, string database);

    [LoggerMessage(2, LogLevel.Warning, "Could not find out which entities of database {Database} owe something; trying again")]
    private static partial void LogFailed(ILogger logger, Exception cause, string database);
}
