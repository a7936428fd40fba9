using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Logs;

/// <summary>The palette <c>log</c>.</summary>
internal static class LogPalette
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "none"];

    private static readonly SwitchDefinition Level = new(["-l", "--level"], "Nothing below it.") { Value = "LEVEL", Suggestions = Levels };

    private static readonly SwitchDefinition Category = new(["-c", "--category"], "Only what comes from there: a prefix, such as Chat.Node or Akka.") { Value = "CATEGORY" };

    public static PaletteDefinition Definition { get; } = new(
        "log", "What this node logs.",
        [
            new("peek", "The last lines, oldest first.")
            {
                Switches = [new(["-n", "--lines"], "How many, up to 1000; 20 where it is not given.") { Value = "LINES" }, Level, Category],
            },
            new("tail", "Each line as it is logged, until it is ended.") { Switches = [Level, Category], Streams = true },
            new("level", "Shows the levels; with -l sets one until the node stops, for everything or for a category.") { Switches = [Level with { Changes = true }, Category] },
        ]);
}
