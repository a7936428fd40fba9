using System.CommandLine;
using Chat.Bench.Nodes;
using Chat.Bench.Report;
using Chat.Bench.Workloads;

namespace Chat.Bench.Commands;

/// <summary>Finds the maximum, then runs at a part of it for a long time.</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan DedupWindow = TimeSpan.FromMinutes(5);

    // Until the first sends are forgotten, and the snapshots that still hold them replaced.
    private static readonly TimeSpan Filling = 2 * DedupWindow;

    public static Command Create()
    {
        var (targets, load) = (new TargetOptions(), new LoadOptions());
        var minutes = LoadOptions.Int("--minutes", "Minutes at that rate.", 30);
        var part = new Option<double>("--load") { Description = "Part of the maximum.", DefaultValueFactory = _ => 0.7 };
        var find = LoadOptions.Seconds("--find", "Seconds of the closed loop that finds the maximum; the first third does not count: nothing is cleared or vacuumed yet.", 180);
        var rate = new Option<double?>("--rate") { Description = "Messages a second, instead of a part of the maximum." };
        var everySeconds = LoadOptions.Seconds("--every", "Seconds of a minute; anything but 60 is for trying out.", 60);
        var command = new Command("soak", "A closed loop finds the maximum, then the same traffic is held to a part of its rate; a line a minute.")
        {
            minutes, part, find, rate, everySeconds,
        };
        load.AddSoak(command);
        targets.AddTo(command, chooseTarget: true);
        command.SetBody(parsed =>
        {
            using var factory = targets.Factory(parsed, ("Chat__Users__DedupWindow", $"{DedupWindow:c}"));
            var (kind, shape) = (targets.Kind(parsed), load.Read(parsed));
            if (parsed.GetValue(rate) is not { } chosen)
            {
                using var closed = factory.Start(kind);
                var whole = TimeSpan.FromSeconds(parsed.GetValue(find));
                var most = ClosedLoop.Run(closed, shape with { WarmUp = whole / 3, Measured = 2 * whole / 3 });
                Console.Write(RunReport.Of(most));
                if (most.Failed)
                    return false;
                chosen = most.Rate * parsed.GetValue(part);
            }

            // A fresh one: what the closed loop left behind would hide what grows.
            using var target = factory.Start(kind);
            Console.WriteLine($"== {chosen:N0} messages/s for {parsed.GetValue(minutes)} minutes on {target.Name}");
            Console.Write($"{SoakReport.Window(DedupWindow)}{SoakReport.Heading()}\n");
            var every = TimeSpan.FromSeconds(parsed.GetValue(everySeconds));
            var soak = new Soak(target, shape with { Rate = chosen }, parsed.GetValue(minutes), every,
                minute => Console.WriteLine(SoakReport.Of(minute)));
            var result = soak.Run();
            Console.Write($"{RunReport.Of(result)}{SoakReport.Trend(soak.Minutes, (int)Math.Ceiling(Filling / every))}");
            return !result.Failed;
        });
        return command;
    }
}
