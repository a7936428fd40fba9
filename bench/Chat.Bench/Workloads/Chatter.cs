using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>
/// Users who are connected and chat at a modest rate while something else happens to the server: what that does to people who have no
/// part in it. Latency counts from the intended time, as in every open loop.
/// </summary>
internal sealed class Chatter : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly ClientLoop _loop;
    private readonly Exchange _exchange;
    private readonly Connection[] _connections;
    private readonly Conversation[] _conversations;
    private readonly PoissonSchedule<Conversation> _schedule;
    private readonly LatencySummary? _before;
    private readonly RollingWindow _between = new();

    /// <summary>Connects new users in pairs and lets them chat until the server is warm and the calm before the event is measured.</summary>
    /// <param name="rate">Messages a second of each.</param>
    public Chatter(ClientLoop loop, Target target, Load load, int users, double rate)
    {
        (_loop, _exchange) = (loop, new Exchange(loop, load));
        var connector = new Connector(loop, target.EndPoint);
        _connections = connector.ConnectAll(User.Make(users, target.SigningKey), _exchange);
        Heartbeats.Start(loop, _connections, connector.HeartbeatInterval);
        _conversations = Pairs.Neighbours(_connections, both: true);
        _exchange.Begin(_conversations, users);
        _schedule = new PoissonSchedule<Conversation>(loop, _conversations, users * rate, connector.InFlightLimit, _exchange.Send);
        _exchange.Acked = _schedule.SendHeld;
        _schedule.Start();
        loop.RunFor(WarmUp);
        _exchange.Tally.Rolling = new RollingWindow();
        loop.RunFor(Calm);
        _before = _exchange.Tally.Rolling.Cut(Clock.Now).Ack;
        _exchange.Tally.Rolling = null;
    }

    /// <summary>Also for each of several events, with pauses between them in which everything is answered.</summary>
    public void EventBegins() => _exchange.Tally.Open();

    public void EventPauses() => _exchange.Tally.Close();

    /// <summary>Nothing else happens for a while: between events, what the machine and its other users do to those who chat.</summary>
    public void StayCalm(TimeSpan time)
    {
        _exchange.Tally.Rolling = _between;
        _loop.RunFor(time);
        _exchange.Tally.Rolling = null;
    }

    /// <summary>Right after the event, or after the last pause; returns when everything that was meant to be sent during it is answered.</summary>
    public ChatResult EventEnds()
    {
        _exchange.Tally.Close();
        _schedule.Stop();
        var answered = _loop.RunUntil(() => _exchange.IsComplete, DrainLimit);
        string[] late = answered ? [] : [$"Not everything was answered {DrainLimit.TotalSeconds:0} s after the last send."];
        var tally = _exchange.Tally;
        return new ChatResult(_connections.Length, tally.Ack.Count, _before, tally.Ack.Summary(), tally.Delivery.Summary(), tally.Notes(),
            [.. late, .. Completeness.Failures(_conversations), .. tally.Failures()]) { Between = _between.Cut(Clock.Now).Ack };
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Drop();
    }
}
