using System.CommandLine;
using Chat.Bench.Nodes;
using Chat.Bench.Report;
using Chat.Bench.Workloads;

namespace Chat.Bench.Commands;

/// <summary>One workload against one target.</summary>
internal static class WorkloadCommands
{
    public static Command Closed()
    {
        var load = new LoadOptions();
        var command = new Command("closed", "Closed loop: every sender keeps a window of unacked messages full.");
        load.AddClosed(command);
        return Build(command, load, (target, shape, _) => [ClosedLoop.Run(target, shape)]);
    }

    public static Command Open()
    {
        var load = new LoadOptions(connections: 500);
        var command = new Command("open", "Open loop: a fixed rate; latency counts from the intended time.");
        load.AddOpen(command);
        return Build(command, load, (target, shape, _) => [OpenLoop.Run(target, shape)]);
    }

    public static Command Idle()
    {
        var load = new LoadOptions(connections: 10_000);
        var command = new Command("idle", "Idle authenticated connections with heartbeats: memory and CPU.");
        load.AddIdle(command);
        return Build(command, load, (target, shape, _) => [Workloads.Idle.Run(target, shape)]);
    }

    public static Command Storm()
    {
        var load = new LoadOptions(connections: 10_000);
        var concurrency = LoadOptions.Int("--concurrency", "Connects under way at a time.", 200);
        var chatting = LoadOptions.Int("--chatting", "Other users, connected before, who chat meanwhile.", 0);
        var chatRate = new Option<double>("--chat-rate") { Description = "Messages a second of each of them.", DefaultValueFactory = _ => 1 };
        var restart = new Option<bool>("--restart") { Description = "Restart the node in between, so that all users are woken from the database." };
        var command = new Command("storm", "All users connect at once; then again after all connections are lost.") { concurrency, chatting, chatRate, restart };
        load.AddStorm(command);
        return Build(command, load, (target, shape, parsed) => Workloads.Storm.Run(target, shape, new StormShape(
            parsed.GetValue(concurrency), parsed.GetValue(chatting) & ~1, parsed.GetValue(chatRate), parsed.GetValue(restart))));
    }

    public static Command Sparse()
    {
        var load = new LoadOptions(connections: 10_000, seconds: 180);
        var command = new Command("sparse", "Everybody sends a message a minute: journal rows and bytes per message.");
        load.AddSparse(command);
        return Build(command, load, (target, shape, _) => [Workloads.Sparse.Run(target, shape)]);
    }

    private static Command Build(Command command, LoadOptions load, Func<Target, Load, ParseResult, IReadOnlyList<RunResult>> run)
    {
        var targets = new TargetOptions();
        targets.AddTo(command, chooseTarget: true);
        command.SetBody(parsed =>
        {
            using var factory = targets.Factory(parsed);
            using var target = factory.Start(targets.Kind(parsed));
            var results = run(target, load.Read(parsed), parsed);
            foreach (var result in results)
                Console.Write(RunReport.Of(result));
            if (results.SelectMany(PathBounds.Of).ToArray() is { Length: > 0 } bounds)
                Console.Write($"\n{Bound.Table(bounds)}");
            return results.All(r => !r.Failed);
        });
        return command;
    }
}
