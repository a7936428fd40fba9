using System.CommandLine;
using Chat.Actors.Databases;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Commands;

/// <summary>Bare database, stock journal and ours in one run on one machine.</summary>
internal static class JournalCommand
{
    public static Command Create()
    {
        var databases = new Option<string>("--target", "-t")
        {
            Description = "Databases, separated by commas.",
            DefaultValueFactory = _ => "postgresql,sqlite",
        };
        var only = new Option<string>("--only")
        {
            Description = $"What to put side by side, separated by commas: {CommandTree.Names<JournalPeer>()}.",
            DefaultValueFactory = _ => CommandTree.Names<JournalPeer>(),
        };
        var outstanding = new Option<string>("--outstanding")
        {
            Description = "Commands under way over all entities, separated by commas, measured one after the other; empty leaves appends out.",
            DefaultValueFactory = _ => "1,16,256,1024",
        };
        var entities = LoadOptions.Int("--entities", "Persistent actors that append.", 1000);
        var wakeUps = LoadOptions.Int("--wakeups", "Cold entities to wake, of each kind; 0 leaves wake-ups out.", 20_000);
        var events = LoadOptions.Int("--events", "Rows of a cold entity.", 5);
        var warmUp = LoadOptions.Seconds("--warmup", "Seconds of load before the first measurement of a journal.", 5);
        var seconds = LoadOptions.Seconds("--seconds", "Seconds of each measurement.", 10);
        var tries = LoadOptions.Int("--tries", "Runs of one part at most, while other processes disturb it; the calmest counts.", 1);
        var patience = LoadOptions.Seconds("--patience", "Seconds to wait for a calm machine before each run.", 0);
        var workFolder = TargetOptions.WorkFolder();
        var command = new Command("journal", "The bare database, the stock journal and ours, beside each other.")
        {
            databases, only, outstanding, entities, wakeUps, events, warmUp, seconds, tries, patience, workFolder,
        };
        command.SetBody(parsed =>
        {
            using var factory = new TargetFactory(TargetSettings.Local(parsed.GetRequiredValue(workFolder)));
            return new JournalComparison(factory, new JournalShape(
                CommandTree.Choose<DatabaseKind>(parsed.GetRequiredValue(databases)), CommandTree.Choose<JournalPeer>(parsed.GetRequiredValue(only)),
                parsed.GetValue(entities), Numbers(parsed.GetRequiredValue(outstanding)), TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(wakeUps), parsed.GetValue(events),
                parsed.GetValue(tries), TimeSpan.FromSeconds(parsed.GetValue(patience)))).Run();
        });
        return command;
    }

    private static int[] Numbers(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number =>
            int.TryParse(number, out var value) && value > 0 ? value : throw new BenchException($"--outstanding: {number} is no number of commands."))];
}
