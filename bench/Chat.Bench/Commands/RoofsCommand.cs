using System.CommandLine;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Commands;

/// <summary>Both roofs, without our node.</summary>
internal static class RoofsCommand
{
    public static Command Create()
    {
        var targets = new TargetOptions();
        var durations = new CompareDurations();
        var command = new Command("roofs", "The bare relay and the bare databases.");
        targets.AddTo(command, chooseTarget: false);
        durations.AddTo(command);
        command.SetBody(parsed =>
        {
            using var factory = targets.Factory(parsed);
            var comparison = new Comparison(factory, durations.Read(parsed))
            {
                Parts = [.. Enum.GetValues<Part>().Except([Part.Sparse])],
                Targets = [TargetKind.Relay],
            };
            return comparison.Run();
        });
        return command;
    }
}
