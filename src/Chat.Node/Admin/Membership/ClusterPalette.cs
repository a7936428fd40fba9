using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Membership;

/// <summary>The palette <c>cluster</c> of pbm.</summary>
internal static class ClusterPalette
{
    private static readonly SwitchDefinition Node = new(["-a", "--address"], "Address of the node, as 'cluster show' writes it.") { Value = "ADDRESS" };

    public static PaletteDefinition Definition { get; } = new(
        "cluster", "The nodes of the cluster, and how they come and go.",
        [
            new("show", "Lists all nodes: address, roles, status, whether unreachable, version."),
            new("status", "The same of this node only."),
            new("leader", "The address of the node that leads."),
            new("join", "Has this node join the cluster of another.") { Switches = [Node with { Required = true }], Changes = true },
            new("leave", "Has a node leave in order; without an address this one.") { Switches = [Node], Changes = true },
            new("down", "Declares a node that cannot be reached dead, so that others take over what it held.")
            {
                Switches = [Node with { Required = true }, new(["-f", "--force"], "Also a node that can be reached.")], Changes = true,
            },
            new("down-unreachable", "The same of every node that cannot be reached.") { Changes = true },
            new("tail", "Tells as nodes come and go, until it is ended.") { Streams = true },
        ]);
}
