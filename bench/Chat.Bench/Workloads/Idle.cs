using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>Authenticated connections with nothing but heartbeats: what a connected user costs.</summary>
internal static class Idle
{
    public static RunResult Run(Target target, Load load)
    {
        var count = OpenFiles.Allow(load.Connections);
        var users = User.Make(count, target.SigningKey);
        using var loop = new ClientLoop();
        var exchange = new Exchange(loop, load); // sends nothing, and notices whatever should not happen
        exchange.Begin([], count);

        var baseline = Resident(target);
        var begin = Reading.Take(target);
        var connector = new Connector(loop, target.EndPoint);
        var connections = connector.ConnectAll(users, exchange);
        exchange.Tally.ConnectRetries = connector.Retries;
        Heartbeats.Start(loop, connections, connector.HeartbeatInterval);
        var connecting = Reading.Take(target).Since(begin);
        loop.RunFor(load.Settle);

        var first = Reading.Take(target);
        loop.RunFor(load.Measured);
        var usage = Reading.Take(target).Since(first);
        return new RunResult(target.Name, $"idle {count}")
        {
            Connections = count,
            Usage = usage,
            Connecting = connecting,
            BaselineBytes = baseline,
            ResidentBytes = Resident(target),
            Tally = exchange.Tally,
        };
    }

    private static long Resident(Target target) => target.ResidentBytes;
}
