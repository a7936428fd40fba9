using Chat.Actors.Databases;
using LinqToDB.Data;

namespace Chat.Node.Health;

/// <summary>Asks the databases in the background, so that probes cost them nothing; one failure is enough to say so, one success to take it back.</summary>
internal sealed class DatabaseWatch(IDatabases databases, IReadiness readiness, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                foreach (var database in databases.All)
                    await AskAsync(database, stoppingToken).WaitAsync(Patience, time, stoppingToken);
                readiness.Clear(ReadinessNames.Database);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                readiness.Block(ReadinessNames.Database, e is TimeoutException ? "does not answer" : e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static Task<int> AskAsync(IDatabase database, CancellationToken cancellation) =>
        database.ReadAsync((connection, stop) => connection.ExecuteAsync<int>("select 1", stop), cancellation);
}
