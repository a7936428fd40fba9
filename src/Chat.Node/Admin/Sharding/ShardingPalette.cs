using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Sharding;

/// <summary>The palette <c>cluster-sharding</c> of pbm.</summary>
internal static class ShardingPalette
{
    private static readonly SwitchDefinition Region = new(["-r", "--region"], "Type of the entities.") { Value = "TYPE", Required = true, Suggestions = ShardRegions.Types };

    public static PaletteDefinition Definition { get; } = new(
        "cluster-sharding", "Where the entities of users and groups live.",
        [
            new("list-regions", "The types of entities."),
            new("list-shards", "The shards of a type: their node, and how many entities are awake in each.") { Switches = [Region] },
            new("region-stats", "For each node how many shards and awake entities of a type it has.") { Switches = [Region] },
        ]);
}
