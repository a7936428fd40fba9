using Chat.Actors.Databases;
using LinqToDB.Data;

namespace Chat.Node.Health;

/// <summary>
/// Asks the databases in the background, so that probes cost them nothing; one failure is enough to say so, one success to take it back.
/// Without the home database the node is not ready; without another it is, for those whose slots are elsewhere.
/// </summary>
internal sealed class DatabaseWatch(IDatabases databases, IReadiness readiness, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await Task.WhenAll(databases.All.Select(database => LookAtAsync(database, stoppingToken)));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAtAsync(IDatabase database, CancellationToken stopping)
    {
        var name = ReadinessNames.Of(ReadinessNames.Database, database);
        try
        {
            await AskAsync(database, stopping).WaitAsync(Patience, time, stopping);
            readiness.Clear(name);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            var detail = e is TimeoutException ? "does not answer" : e.Message;
            if (database == databases.Home) readiness.Block(name, detail);
            else readiness.Impair(name, detail);
        }
    }

    private static Task<int> AskAsync(IDatabase database, CancellationToken cancellation) =>
        database.ReadAsync((connection, stop) => connection.ExecuteAsync<int>("select 1", stop), cancellation);
}
