using Chat.Protocol.Admin;

namespace Chat.Admin.Tests;

/// <summary>Palettes as a node might send them.</summary>
internal static class Palettes
{
    public static IReadOnlyList<PaletteDefinition> Some { get; } =
    [
        new("cluster", "The nodes.",
        [
            new("show", "Lists all nodes."),
            new("down", "Declares a node dead.")
            {
                Switches = [new(["-a", "--address"], "Which.") { Value = "ADDRESS", Required = true }, new(["-f", "--force"], "Really.")],
            },
            new("down-unreachable", "All that cannot be reached."),
        ]),
        new("cluster-sharding", "The shards.",
            [new("region-stats", "How many.") { Switches = [new(["-r", "--region"], "Type.") { Value = "TYPE", Required = true, Suggestions = ["user", "group"] }] }]),
        new("chat", "Ours.",
        [
            new("cleanup status", "How far it is."),
            new("cleanup run", "Begins anew."),
            new("track", "Follows.") { Switches = [new(["-t", "--topic"], "What.") { Value = "TOPIC", Repeatable = true }] },
        ]),
    ];
}
