using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>
/// Everybody connects at once: first users that the server has never seen, then, after all connections were lost together, the same
/// users again.
/// </summary>
internal static class Storm
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<RunResult> Run(Target target, Load load, int concurrency)
    {
        var count = OpenFiles.Allow(load.Connections);
        var users = User.Make(count, target.SigningKey); // minted before the clock runs
        using var loop = new ClientLoop();
        var results = new List<RunResult>();
        foreach (var round in (string[])["connect", "reconnect"])
        {
            var exchange = new Exchange(loop, load);
            exchange.Begin([], count);
            var times = new Latencies();
            var baseline = Resident(target);
            var begin = Reading.Take(target);
            var connector = new Connector(loop, target.EndPoint, concurrency);
            var connections = connector.ConnectAll(users, exchange, times);
            exchange.Tally.ConnectRetries = connector.Retries;
            var usage = Reading.Take(target).Since(begin);
            loop.RunFor(Pause);
            results.Add(new RunResult(target.Name, $"storm {count}, {round}")
            {
                Connections = count,
                Connecting = usage,
                Ack = times.Summary(),
                BaselineBytes = baseline,
                ResidentBytes = Resident(target),
                Tally = exchange.Tally,
            });
            foreach (var connection in connections)
                connection.Drop();
            loop.RunFor(Pause);
        }

        return results;
    }

    private static long Resident(Target target) => target.ServerPid is { } pid ? ProcFs.ResidentBytes(pid) : 0;
}
