using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Workloads;

/// <summary>The closed loop's traffic at a part of its rate for a long time, with a line a minute: what grows, grows here.</summary>
/// <param name="count">Minutes.</param>
/// <param name="minute">Sixty seconds, unless somebody tries it out.</param>
internal sealed class Soak(Target target, Load load, int count, TimeSpan minute, Action<SoakMinute> report)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly List<SoakMinute> _minutes = [];

    public IReadOnlyList<SoakMinute> Minutes => _minutes;

    public RunResult Run()
    {
        var connections = OpenFiles.Allow(load.Pairs * 2) & ~1;
        using var run = new MessageRun(target, load with { Measured = minute * count }, $"soak {load.Rate:0}/s over {connections}");
        var exchange = new Exchange(run.Loop, load);
        var conversations = Pairs.Neighbours(run.Connect(connections, exchange), both: false);
        exchange.Begin(conversations, connections);
        var schedule = new BurstSchedule<Conversation>(
            run.Loop, conversations, load.Rate, Math.Min(load.Window, run.InFlightLimit), exchange.Send);
        exchange.Acked = schedule.SendHeld;
        var reading = Reading.Take(target);
        var result = run.Measure(exchange, Start, schedule.Stop, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        run.CheckComplete(conversations);
        return result;

        void Start()
        {
            schedule.Start();
            run.Loop.After(load.WarmUp, now =>
            {
                exchange.Tally.Rolling = new RollingWindow();
                reading = Reading.Take(target);
                MinuteAt(1, now + Clock.Nanoseconds(minute));
            });
        }

        void MinuteAt(int number, long due) => run.Loop.At(due, now =>
        {
            var figures = exchange.Tally.Rolling!.Cut(now);
            var (before, after) = (reading, Reading.Take(target));
            reading = after;
            var node = target.ServerPid is { } pid ? ProcFs.ResidentBytes(pid) : 0;
            var behind = conversations.Sum(c => c.InFlight + (c.Held?.Count ?? 0));
            // Beside the loop, whose latencies it would else be part of.
            var storage = Task.Run(() => target.Journal?.Storage());
            Finish(new SoakMinute(number, figures, behind, node, null, after.Since(before).ForeignCores), storage);
            if (number < count)
                MinuteAt(number + 1, due + Clock.Nanoseconds(minute));
        });

        void Finish(SoakMinute made, Task<StorageReading?> storage) => run.Loop.After(Poll, _ =>
        {
            if (!storage.IsCompleted)
            {
                Finish(made, storage);
                return;
            }

#pragma warning disable VSTHRD002 // completed
            _minutes.Add(made with { Storage = storage.IsCompletedSuccessfully ? storage.Result : null });
#pragma warning restore VSTHRD002
            report(_minutes[^1]);
        });
    }
}
