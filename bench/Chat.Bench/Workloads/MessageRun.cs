using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>The course of every message workload: connect, warm up, measure, drain, check, count rows.</summary>
internal sealed class MessageRun(Target target, Load load, string workload) : IDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly ClientLoop _loop = new();
    private readonly List<string> _failures = [];
    private Connection[] _connections = [];
    private long _baseline;

    public ClientLoop Loop => _loop;

    public int InFlightLimit { get; private set; }

    public Connection[] Connect(int count, Exchange exchange)
    {
        _baseline = Resident();
        var connector = new Connector(_loop, target.EndPoint, sync: load.Ack == AckStyle.Positions) { EndPoints = target.EndPoints };
        _connections = connector.ConnectAll(User.Make(count, target.SigningKey), exchange);
        exchange.Tally.ConnectRetries = connector.Retries;
        InFlightLimit = connector.InFlightLimit;
        Heartbeats.Start(_loop, _connections, connector.HeartbeatInterval);
        return _connections;
    }

    /// <param name="start">Begins to send.</param>
    /// <param name="stop">Ends it; what is under way is still answered.</param>
    /// <param name="before">Time between connecting and sending, in which the server writes what connecting caused.</param>
    /// <param name="after">Time between the last answer and counting rows, in which it writes what sending caused.</param>
    public RunResult Measure(Exchange exchange, Action start, Action stop, TimeSpan before, TimeSpan after)
    {
        _loop.RunFor(before);
        var mark = target.Journal?.Mark();
        start();
        _loop.RunFor(load.WarmUp);

        var counters = NodeCounters.Read(target);
        var first = Reading.Take(target);
        exchange.Tally.Open();
        _loop.RunFor(load.Measured);
        exchange.Tally.Close();
        var usage = Reading.Take(target).Since(first);
        var counted = NodeCounters.Read(target)?.Since(counters);
        var resident = Resident();

        stop();
        if (!_loop.RunUntil(() => exchange.IsComplete, DrainLimit))
            _failures.Add($"Not everything was answered {DrainLimit.TotalSeconds:0} s after the last send.");
        _loop.RunFor(after); // also the time in which a late repetition would still come
        var growth = mark is null ? null : target.Journal!.Since(mark);
        return Result(exchange.Tally, usage, resident, growth) with { Counters = counted };
    }

    public void CheckComplete(Conversation[] conversations) => _failures.AddRange(Completeness.Failures(conversations));

    public void Dispose() => _loop.Dispose();

    private RunResult Result(Tally tally, Usage usage, long resident, JournalGrowth? growth) => new(target.Name, workload)
    {
        Connections = _connections.Length,
        Usage = usage,
        Sent = tally.Sent,
        Messages = Math.Min(tally.Acked, tally.Delivered),
        AckedPerSecond = tally.Acked / usage.Seconds,
        DeliveredPerSecond = tally.Delivered / usage.Seconds,
        Ack = tally.Ack.Summary(),
        Delivery = tally.Delivery.Summary(),
        BaselineBytes = _baseline,
        ResidentBytes = resident,
        Journal = growth,
        Failures = _failures,
        Tally = tally,
    };

    private long Resident() => target.ResidentBytes;
}
