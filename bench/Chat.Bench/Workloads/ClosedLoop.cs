using Chat.Bench.Client;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>
/// Every sender keeps a window of unacked messages full: the most that the server can carry. Its latencies are queueing in that window
/// (Little's law), so they compare servers at the same load shape and say nothing about a phone's experience.
/// </summary>
internal static class ClosedLoop
{
    public static RunResult Run(Target target, Load load)
    {
        var pairs = OpenFiles.Allow(load.Pairs * 2) / 2;
        using var run = new MessageRun(target, load, $"closed {pairs}x{load.Window}{(load.Both ? " both" : "")}");
        var exchange = new Exchange(run.Loop, load);
        var conversations = Pairs.Neighbours(run.Connect(pairs * 2, exchange), load.Both);
        exchange.Begin(conversations, pairs * 2);

        var sending = true;
        exchange.Acked = (conversation, now) =>
        {
            if (sending)
                exchange.Send(conversation, now, now);
        };
        var result = run.Measure(exchange, Start, () => sending = false, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        run.CheckComplete(conversations);
        return result;

        void Start()
        {
            var window = Math.Min(load.Window, run.InFlightLimit);
            if (window < load.Window)
                Console.WriteLine($"LIMIT: the server allows {window} unacked messages a sender; the window of {load.Window} is cut to that.");
            foreach (var conversation in conversations)
            {
                for (var i = 0; i < window; i++)
                    exchange.Send(conversation, Clock.Now, Clock.Now);
                conversation.Sender.Flush();
            }
        }
    }
}
