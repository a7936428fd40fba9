using Akka.Actor;
using Chat.Journal;

namespace Chat.Node.Health;

/// <summary>Reports what the journal itself has met: a database can answer queries and yet take no write, as where its disk is full.</summary>
internal sealed class JournalWatch(IServiceProvider services, IReadiness readiness, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var failing = JournalEngines.Get(services.GetRequiredService<ActorSystem>()).Failing;
            if (failing.Count == 0) readiness.Clear(ReadinessNames.Journal);
            else readiness.Block(ReadinessNames.Journal, string.Join("; ", failing.Select(f => $"{f.Key}: {f.Value}")));
        }
    }
}
