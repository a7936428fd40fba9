using Chat.Bench.Client;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>
/// How people write: many users on line, each sending a message a minute at his own moment. Nothing bunches up by itself here, so this
/// is where a design shows how many journal rows a message really costs.
/// </summary>
internal static class Sparse
{
    private const long Period = 60 * Clock.Second;

    // Longer than the 20 s within which deferred marks are written.
    private static readonly TimeSpan WritesSettle = TimeSpan.FromSeconds(25);

    public static RunResult Run(Target target, Load load)
    {
        var users = OpenFiles.Allow(load.Connections);
        using var run = new MessageRun(target, load, $"sparse {users}, 1/min each");
        var exchange = new Exchange(run.Loop, load);
        var random = new Random(4711);
        var conversations = Pairs.Circle(run.Connect(users, exchange), random);
        exchange.Begin(conversations, users);

        var sending = true;
        var result = run.Measure(exchange, Start, () => sending = false, WritesSettle, WritesSettle);
        run.CheckComplete(conversations);
        return result;

        void Start()
        {
            foreach (var conversation in conversations)
                Schedule(conversation, Clock.Now + random.NextInt64(Period));
        }

        void Schedule(Conversation conversation, long due) => run.Loop.At(due, now =>
        {
            if (!sending)
                return;
            exchange.Send(conversation, due, now);
            conversation.Sender.Flush();
            Schedule(conversation, due + Period);
        });
    }
}
