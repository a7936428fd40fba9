using System.CommandLine;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Commands;

/// <summary>Relay, bare databases and our node, side by side in one run on one machine.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var targets = new TargetOptions();
        var durations = new CompareDurations();
        var only = new Option<string>("--only")
        {
            Description = $"Parts to run, separated by commas: {string.Join(", ", Enum.GetNames<Part>()).ToLowerInvariant()}.",
            DefaultValueFactory = _ => string.Join(',', Enum.GetNames<Part>()),
        };
        var against = new Option<string>("--targets")
        {
            Description = "What to drive: relay, sqlite, postgresql.",
            DefaultValueFactory = _ => string.Join(',', Enum.GetNames<TargetKind>()),
        };
        var command = new Command("compare", "Both roofs and our node in one run, as Markdown tables for RESULTS.md.") { only, against };
        targets.AddTo(command, chooseTarget: false);
        durations.AddTo(command);
        command.SetBody(parsed =>
        {
            using var factory = targets.Factory(parsed);
            return new Comparison(factory, durations.Read(parsed))
            {
                Parts = CommandTree.Choose<Part>(parsed.GetRequiredValue(only)),
                Targets = CommandTree.Choose<TargetKind>(parsed.GetRequiredValue(against)),
            }.Run();
        });
        return command;
    }
}
