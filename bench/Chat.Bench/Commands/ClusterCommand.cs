using System.CommandLine;
using Chat.Bench.Nodes;
using Chat.Bench.Report;
using Chat.Bench.Workloads;

namespace Chat.Bench.Commands;

/// <summary>The same load on one node and on several, side by side in one run: what it costs that entities and peers are elsewhere.</summary>
internal static class ClusterCommand
{
    public static Command Create()
    {
        var (targets, load) = (new TargetOptions(), new LoadOptions());
        var nodes = LoadOptions.Int("--nodes", "Nodes of the cluster.", 3);
        var rounds = LoadOptions.Int("--rounds", "Times that each is measured, in turn.", 1);
        var only = new Option<int?>("--only") { Description = "Only this many nodes: without the comparison." };
        var rate = new Option<double?>("--rate") { Description = "Messages a second, the same on both, instead of the closed loop; the pairs write to each other." };
        var command = new Command("cluster", "The same load on one node and on a cluster: CPU per message, messages per batch, rows per commit.") { nodes, rounds, only, rate };
        load.AddClosed(command);
        targets.AddTo(command, chooseTarget: false);
        command.SetBody(parsed =>
        {
            using var factory = targets.Factory(parsed);
            var shape = load.Read(parsed);
            int[] counts = parsed.GetValue(only) is { } single ? [single] : [1, parsed.GetValue(nodes)];
            var results = new List<ClusterResult>();
            for (var round = 0; round < parsed.GetValue(rounds); round++)
                foreach (var count in counts)
                {
                    var (target, _) = factory.StartCluster(count);
                    using (target)
                        results.Add(new ClusterResult(count, parsed.GetValue(rate) is { } chosen
                            ? OpenLoop.Run(target, shape with { Rate = chosen, Connections = 2 * shape.Pairs })
                            : ClosedLoop.Run(target, shape)));
                    Console.Error.Write(RunReport.Of(results[^1].Run));
                }

            Console.Write(ClusterReport.Of(results));
            return results.All(result => !result.Run.Failed);
        });
        return command;
    }
}
