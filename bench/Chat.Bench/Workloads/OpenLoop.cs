using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>
/// Messages come when their time has come, whatever the server does (Poisson arrivals, random senders), and latency counts from the
/// intended time: a stall is charged to every message that should have been sent during it.
/// </summary>
internal static class OpenLoop
{
    public static RunResult Run(Target target, Load load)
    {
        var connections = OpenFiles.Allow(load.Connections) & ~1;
        using var run = new MessageRun(target, load, $"open {load.Rate:0}/s over {connections}");
        var exchange = new Exchange(run.Loop, load);
        var conversations = Pairs.Neighbours(run.Connect(connections, exchange), both: true);
        exchange.Begin(conversations, connections);
        var schedule = new PoissonSchedule<Conversation>(run.Loop, conversations, load.Rate, run.InFlightLimit, exchange.Send);
        exchange.Acked = schedule.SendHeld;
        var result = run.Measure(exchange, schedule.Start, schedule.Stop, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        run.CheckComplete(conversations);
        return result;
    }
}
