using Chat.Actors.Databases;
using Chat.Actors.Databases.Tables;
using LinqToDB;
using LinqToDB.Async;

namespace Chat.Node.Accounts.Sessions;

/// <summary>Removes refresh tokens that have expired, in small portions with pauses, so that the messages' writes do not wait for it.</summary>
internal sealed class ExpiredSessions(IDatabases databases, TimeProvider time, ILogger<ExpiredSessions> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>For so long an expired token is still told apart from one that never was.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private const int Portion = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var database in databases.All)
                await TryRemoveAsync(database, stoppingToken);
        }
    }

    private async Task TryRemoveAsync(IDatabase database, CancellationToken stopping)
    {
        try
        {
            while (await RemoveAsync(database, stopping) == Portion)
                await Task.Delay(Pause, time, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // An exception that leaves here would stop the whole node.
            if (log.IsEnabled(LogLevel.Warning))
                log.LogWarning("Expired refresh tokens cannot be removed from database {Database}: {Reason}", database.Name, e.Message);
        }
    }

    /// <summary>One portion; the answer is how many there were.</summary>
    internal async Task<int> RemoveAsync(IDatabase database, CancellationToken cancellation)
    {
        var before = (time.GetUtcNow() - Kept).ToUnixTimeMilliseconds();
        return await database.WriteAsync(
            exclusive: null,
            async (connection, stop) =>
            {
                var expired = await connection.GetTable<RefreshTokenRow>()
                    .Where(row => row.ExpiresAt < before).Take(Portion).Select(row => new { row.Slot, row.TokenHash }).ToListAsync(stop);
                foreach (var row in expired)
                    await connection.GetTable<RefreshTokenRow>()
                        .Where(other => other.Slot == row.Slot && other.TokenHash == row.TokenHash && other.ExpiresAt < before).DeleteAsync(stop);
                return expired.Count;
            },
            cancellation);
    }
}
