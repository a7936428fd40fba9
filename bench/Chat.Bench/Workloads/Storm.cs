using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <param name="Concurrency">Connects under way at a time.</param>
/// <param name="Chatting">Other users, connected before, who chat meanwhile.</param>
/// <param name="ChatRate">Messages a second of each of them.</param>
/// <param name="Restart">The node is restarted between the rounds, so that the second one wakes every user from the database.</param>
internal sealed record StormShape(int Concurrency, int Chatting, double ChatRate, bool Restart);

/// <summary>
/// Everybody connects at once: first users that the server has never seen, then, after all connections were lost together, the same
/// users again. An <c>auth_success</c> comes once the user's entity is awake and the connection attached to it.
/// </summary>
internal static class Storm
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<RunResult> Run(Target target, Load load, StormShape shape)
    {
        var count = OpenFiles.Allow(load.Connections + shape.Chatting) - shape.Chatting;
        var users = User.Make(count, target.SigningKey); // minted before the clock runs
        using var loop = new ClientLoop();
        var first = Round(loop, target, load, shape, users, "connect");
        if (shape.Restart)
            target.Restart();
        return [first, Round(loop, target, load, shape, users, shape.Restart ? "reconnect to a restarted node" : "reconnect")];
    }

    private static RunResult Round(ClientLoop loop, Target target, Load load, StormShape shape, User[] users, string round)
    {
        // New ones in each round: what is owed to those of the round before is none of their business.
        using var chatter = shape.Chatting > 0 ? new Chatter(loop, target, load, shape.Chatting, shape.ChatRate) : null;
        var exchange = new Exchange(loop, load);
        exchange.Begin([], users.Length);
        var times = new Latencies();
        var baseline = Resident(target);
        chatter?.EventBegins();
        var begin = Reading.Take(target);
        var connector = new Connector(loop, target.EndPoint, shape.Concurrency);
        var connections = connector.ConnectAll(users, exchange, times);
        exchange.Tally.ConnectRetries = connector.Retries;
        var usage = Reading.Take(target).Since(begin);
        var chat = chatter?.EventEnds();
        loop.RunFor(Pause);
        var result = new RunResult(target.Name, $"storm {users.Length}, {round}")
        {
            Connections = users.Length,
            Connecting = usage,
            Ack = times.Summary(),
            Chat = chat,
            BaselineBytes = baseline,
            ResidentBytes = Resident(target),
            Tally = exchange.Tally,
        };
        foreach (var connection in connections)
            connection.Drop();
        loop.RunFor(Pause);
        return result;
    }

    private static long Resident(Target target) => target.ResidentBytes;
}
