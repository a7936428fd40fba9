using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Actors;

/// <summary>The palette <c>actor</c> of pbm.</summary>
internal static class ActorPalette
{
    public static PaletteDefinition Definition { get; } = new(
        "actor", "The actors of a node.",
        [
            new("system", "The address of this node's actor system."),
            new("hierarchy", "Lists the paths of actors, sorted.")
            {
                Switches =
                [
                    new(["-s", "--start"], "Where to begin; with an address, on that node: akka.tcp://chat@10.0.0.1:4053/user.") { Value = "PATH", Suggestions = ["/user", "/system"] },
                    new(["-d", "--depth"], "How deep, from 1 to 16; 4 where it is not given.") { Value = "DEPTH" },
                ],
            },
            new("stop", "Stops an actor and all below it. It does not come back before its parent, or the node, starts it anew.")
            {
                Switches =
                [
                    new(["-s", "--start"], "Which.") { Value = "PATH", Required = true },
                    new(["-y", "--yes"], "You mean it; without, it is only said what would be stopped."),
                ],
                Changes = true,
            },
        ]);
}
