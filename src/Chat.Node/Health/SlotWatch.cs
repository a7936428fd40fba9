using Chat.Actors.Databases;
using Chat.Protocol.Entities;

namespace Chat.Node.Health;

/// <summary>
/// Notices that slots have been taken out of service or moved while this node runs: it then wakes no entity of theirs, and reads nothing
/// that has moved. What is written is refused by the database itself, from the first moment on.
/// </summary>
internal sealed partial class SlotWatch(SqlDatabases databases, IReadiness readiness, TimeProvider time, ILogger<SlotWatch> log) : BackgroundService
{
    /// <summary>As long as a revocation made on another node may go unnoticed (<see cref="Tokens.Revocations.Memory"/>).</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var changes = await databases.LookAsync(stoppingToken);
                if (changes.Length > 0) Log.Changed(log, changes);
                if (Enumerable.Range(0, Slot.Count).All(slot => databases.Serves(new Slot(slot)))) readiness.Clear(ReadinessNames.Slots);
                else readiness.Impair(ReadinessNames.Slots, "some slots are on their way to another database, or have gone there");
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotSeen(log, e.Message); // DatabaseWatch says which one
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Databases: {Changes}")]
        public static partial void Changed(ILogger log, string changes);

        [LoggerMessage(2, LogLevel.Debug, "What the databases serve could not be asked: {Reason}")]
        public static partial void NotSeen(ILogger log, string reason);
    }
}
