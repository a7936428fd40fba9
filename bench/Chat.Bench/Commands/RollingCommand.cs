using System.CommandLine;
using Chat.Bench.Nodes;
using Chat.Bench.Report;
using Chat.Bench.Rolling;
using Chat.Bench.Workloads;

namespace Chat.Bench.Commands;

/// <summary>A rolling restart behind a balancer, with clients that come back.</summary>
internal static class RollingCommand
{
    public static Command Create()
    {
        var targets = new TargetOptions();
        var nodes = LoadOptions.Int("--nodes", "Nodes of the cluster.", 3);
        var connections = LoadOptions.Int("--connections", "Clients in all.", 3000);
        var chatting = LoadOptions.Int("--chatting", "How many of them write to each other, in pairs.", 400);
        var rate = new Option<double>("--rate") { Description = "Messages a second in all.", DefaultValueFactory = _ => 600 };
        var calm = LoadOptions.Seconds("--calm", "Seconds before, between and after the restarts.", 15);
        var command = new Command("rolling", "Each node in turn is stopped and started again, while clients are connected and chat.") { nodes, connections, chatting, rate, calm };
        targets.AddTo(command, chooseTarget: false);
        command.SetBody(parsed =>
        {
            using var factory = targets.Factory(parsed);
            var (target, members) = factory.StartCluster(parsed.GetValue(nodes));
            using (target)
            {
                using var balancer = new Balancer(factory.Folder, target.EndPoints);
                var shape = new RollingShape(
                    members.Length, parsed.GetValue(connections), parsed.GetValue(chatting) & ~1, parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(calm)));
                using var run = new RollingRun(target, members, balancer.EndPoint, shape, new Load(), line => Console.Error.WriteLine(line));
                var result = run.Run();
                Console.Write(RollingReport.Of(result));
                return result.Failures.Count == 0;
            }
        });
        return command;
    }
}
