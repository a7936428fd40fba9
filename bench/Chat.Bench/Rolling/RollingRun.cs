using System.Diagnostics;
using System.Net;
using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Workloads;

namespace Chat.Bench.Rolling;

/// <summary>
/// Each node in turn is told to stop, ends, and is started again before the next, while clients behind a balancer are connected to all of
/// them and some chat: what people notice of an update.
/// </summary>
internal sealed class RollingRun(Target target, NodeProcess[] nodes, IPEndPoint balancer, RollingShape shape, Load load, Action<string> report) : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly ClientLoop _loop = new();
    private readonly Latencies _ack = new();
    private readonly Latencies _delivery = new();
    private readonly Latencies _toAway = new();
    private readonly List<string> _failures = [];
    private readonly SlowMoments _slow = new(TimeSpan.FromMilliseconds(500));

    public RollingResult Run()
    {
        var users = User.Make(OpenFiles.Allow(shape.Connections), target.SigningKey);
        var exchange = new Exchange(_loop, load);
        var roamers = new Roamers(_loop, balancer, users, exchange);
        Heartbeats.Start(_loop, roamers.Connections, roamers.HeartbeatInterval);
        var conversations = Pairs.Neighbours(roamers.Connections[..shape.Chatting], both: false);
        exchange.Begin(conversations, users.Length);
        roamers.Conversations = new Conversation?[users.Length];
        foreach (var conversation in conversations)
            roamers.Conversations[conversation.Sender.User.Index] = roamers.Conversations[conversation.Recipient.User.Index] = conversation;
        var schedule = new PoissonSchedule<Conversation>(_loop, conversations, shape.Rate, roamers.InFlightLimit, exchange.Send);
        exchange.Acked = schedule.SendHeld;
        roamers.Returned = schedule.SendAllHeld;
        schedule.Start();
        _loop.RunFor(WarmUp);

        exchange.Tally.Open();
        exchange.Timed = (conversation, moments, now, delivered) => Count(roamers, conversation, moments, now, delivered);
        var first = Reading.Take(null, target.DatabasePid);
        _loop.RunFor(shape.Calm);
        report($"before: ack {Report.Format.Milliseconds(_ack.Summary())} ms");
        var restarts = new List<(TimeSpan, TimeSpan)>();
        foreach (var node in nodes)
        {
            restarts.Add(Restart(node, roamers));
            _loop.RunFor(shape.Calm);
        }

        exchange.Tally.Close();
        foreach (var line in _slow.Lines())
            report(line);
        var usage = Reading.Take(null, target.DatabasePid).Since(first);
        schedule.Stop();
        if (!_loop.RunUntil(() => exchange.IsComplete, DrainLimit))
            _failures.Add($"Not everything was answered {DrainLimit.TotalSeconds:0} s after the last send.");
        var tally = exchange.Tally;
        return new RollingResult(shape, usage)
        {
            Messages = _ack.Count,
            Ack = _ack.Summary(),
            AckFromIntended = tally.Ack.Summary(),
            Delivery = _delivery.Summary(),
            DeliveryToAway = _toAway.Summary(),
            DeliveriesToAway = _toAway.Count,
            Absences = roamers.Absences.Summary(),
            AbsenceCount = roamers.Absences.Count,
            Restarts = restarts,
            Notes = $"{roamers.Unadvised:N0} sockets ended without advice, {roamers.Retries:N0} connects tried again{(tally.Notes() is { Length: > 0 } notes ? ", " + notes : "")}",
            Failures = [.. _failures, .. Completeness.Failures(conversations), .. tally.Failures()],
        };
    }

    public void Dispose() => _loop.Dispose();

    private (TimeSpan Stopping, TimeSpan Starting) Restart(NodeProcess node, Roamers roamers)
    {
        _slow.Happened("told to stop");
        var stopping = While(node.Stop);
        _slow.Happened("has ended, and is started");
        var starting = While(node.Start);
        _slow.Happened("is ready");
        var clock = Stopwatch.StartNew();
        if (!_loop.RunUntil(() => roamers.Away == 0, ComeBack))
            _failures.Add($"{roamers.Away:N0} clients were not back {ComeBack.TotalSeconds:0} s after the node was.");
        report($"restarted: {stopping.TotalSeconds:0.0} s to its end, {starting.TotalSeconds:0.0} s until ready, the last client {clock.Elapsed.TotalSeconds:0.0} s later; "
            + $"so far ack {Report.Format.Milliseconds(_ack.Summary())} ms, away {Report.Format.Milliseconds(roamers.Absences.Summary())} ms");
        return (stopping, starting);
    }

    /// <summary>Beside the loop, which goes on meanwhile.</summary>
    private TimeSpan While(Action action)
    {
        var clock = Stopwatch.StartNew();
        var task = Task.Run(action);
        _loop.RunUntil(() => task.IsCompleted, TimeSpan.FromMinutes(3));
        if (!task.IsCompletedSuccessfully)
            throw new BenchException($"A node did not do as it was told: {task.Exception?.GetBaseException().Message ?? "no end of it in 3 minutes"}");
        return clock.Elapsed;
    }

    private void Count(Roamers roamers, Conversation conversation, Moments moments, long now, bool delivered)
    {
        var took = now - moments.FirstSent;
        if (!delivered)
        {
            _ack.Record(took);
            _slow.Acked(moments.FirstSent, took);
        }
        else if (roamers.PresentSince(conversation.Recipient.User.Index) <= moments.FirstSent)
            _delivery.Record(took);
        else
            _toAway.Record(took);
    }
}
