using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary>The palette <c>chat</c>: ours, beside those of pbm.</summary>
internal static class ChatPalette
{
    private static readonly SwitchDefinition User = new(["-u", "--user"], "The user's id.") { Value = "USER", Required = true };
    private static readonly SwitchDefinition Device = new(["-d", "--device"], "Only this device.") { Value = "DEVICE" };
    private static readonly SwitchDefinition Node = new(["-a", "--address"], "The node; this one where it is not given.") { Value = "ADDRESS" };

    public static PaletteDefinition Definition { get; } = new(
        "chat", "Users, groups, messages and the nodes that serve them.",
        [
            new("stats", "How each node is: ready or not, connections, entities awake, rates.")
            {
                Switches = [new(["-s", "--seconds"], "Over how long rates are counted, 1 to 10; 1 where it is not given.") { Value = "SECONDS" }],
            },
            new("top", "The same as a screen that is drawn anew, with the busiest groups, until it is ended.")
            {
                Switches = [new(["-n", "--screens"], "Ends after so many.") { Value = "SCREENS" }], Streams = true,
            },
            new("user", "A user: devices, connections, what waits, how far each device is. Never contents.") { Switches = [User] },
            new("find", "Users by their handle: the ids that all other commands take.")
            {
                Switches = [new(["-n", "--name"], "The handle, or how it begins.") { Value = "HANDLE", Required = true }],
            },
            new("groups", "The groups that a user is in: ids, roles and names.") { Switches = [User] },
            new("trace", "Where is a message: accepted, queued, pushed, delivered, read, by which device.")
            {
                Switches =
                [
                    new(["-m", "--message"], "Its id.") { Value = "MESSAGE_ID", Required = true },
                    User with { Text = "Who receives it, where the id alone does not tell.", Required = false },
                    new(["-g", "--group"], "Likewise the group.") { Value = "GROUP" },
                ],
            },
            new("group", "A group: members and how far each is, its log, its rate; and limits that rate. The limit is durable, and stays with the group until --unlimit.")
            {
                Switches =
                [
                    new(["-g", "--group"], "The group's id.") { Value = "GROUP", Required = true },
                    new(["-l", "--limit"], "It takes so many messages a second, all members together; 0 freezes it.") { Value = "PER_SECOND", Changes = true },
                    new(["-n", "--unlimit"], "Takes the limit back.") { Changes = true },
                ],
            },
            new("kick", "Closes a user's connections. His clients come back by themselves.") { Switches = [User, Device], Changes = true },
            new("revoke", "Ends a user's sessions: his tokens are refused from now on, his connections close.") { Switches = [User, Device], Changes = true },
            new("drain", "Takes a node out of service: not ready, its clients are sent to others. Its entities stay until it leaves the cluster.")
            {
                Switches = [Node, new(["-w", "--wait"], "Ends when no client is left, and after 60 s in any case."),
                    new(["-f", "--force"], "Also the last node that is in service.")], Changes = true,
            },
            new("undrain", "Takes a drained node back into service.") { Switches = [Node], Changes = true },
            new("cleanup status", "How far the clean-up of each database is, and what it has found."),
            new("cleanup run", "Has it begin anew within a minute.") { Changes = true },
            new("shards rebalance", "Watches until the shards are spread evenly: the cluster moves them by itself, a few every two seconds."),
            new("rebuild", "Has every group write anew who is in it, for when that table was lost or restored.") { Changes = true },
        ]);
}
