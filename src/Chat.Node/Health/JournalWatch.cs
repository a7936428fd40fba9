using Akka.Actor;
using Chat.Actors.Databases;
using Chat.Actors.Hosting;
using Chat.Actors.Persistence;
using Chat.Journal;

namespace Chat.Node.Health;

/// <summary>
/// Reports what the journals themselves have met: a database can answer queries and yet take no write, as where its disk is full. Each
/// has the name of its database.
/// </summary>
internal sealed class JournalWatch(IServiceProvider services, IDatabases databases, IReadiness readiness, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var failing = JournalEngines.Get(services.GetRequiredService<ActorSystem>()).Failing;
            foreach (var database in databases.All)
            {
                var name = ReadinessNames.Of(ReadinessNames.Journal, database);
                if (!failing.TryGetValue(SlotJournals.IdsOf(database, JournalKind.Chat).Journal, out var reason)) readiness.Clear(name);
                else if (database == databases.Home) readiness.Block(name, reason);
                else readiness.Impair(name, reason);
            }
        }
    }
}
