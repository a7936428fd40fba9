using Chat.Actors.Administration;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Admin = Chat.Protocol.Schema.Admin;
using Messages = Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Serialization;

/// <summary>What operators ask of nodes and entities, and are told.</summary>
internal static partial class Samples
{
    private static IEnumerable<(string Name, object Value)> Administration =>
    [
        ("InspectUser", new UserCommands.Inspect(Alice, Connection) { Message = One }),
        ("InspectUser.plain", new UserCommands.Inspect(Alice, Connection)),
        ("Kick", new UserCommands.Kick(Alice, Connection, Phone)),
        ("Kick.all", new UserCommands.Kick(Alice, Connection, null)),
        ("InspectGroup", new GroupCommands.Inspect(Chess, Connection) { Message = One }),
        ("InspectGroup.plain", new GroupCommands.Inspect(Chess, Connection)),
        ("LimitRate", new GroupCommands.LimitRate(Chess, Connection, 5)),
        ("LimitRate.frozen", new GroupCommands.LimitRate(Chess, Connection, 0)),
        ("LimitRate.none", new GroupCommands.LimitRate(Chess, Connection, null)),
        ("RateLimited", new GroupEvents.RateLimited(5, 1_699_189_200_140)),
        ("RateLimited.frozen", new GroupEvents.RateLimited(0, 1_699_189_200_140)),
        ("RateLimited.none", new GroupEvents.RateLimited(null, 0)),
        ("UserInspected", new Messages.UserInspected(new Admin.UserView
        {
            User = "alice", Number = 42, Head = 1046, Waiting = 3,
            Devices = { new Admin.DeviceView { Device = "phone-abc", Cursor = 1040, Online = true, Node = -1_234_567_890, Session = "sess_1_2" } },
            Message = new Admin.MessageView { Owned = true, Peer = "carol", AcceptedAt = 1_699_189_200_123 },
        })),
        ("UserInspected.newest", new Messages.UserInspected(new Admin.UserView
        {
            User = "alice", Newest = { new Admin.WaitingMessage { At = 1_699_189_200_123, Peer = "bob" }, new Admin.WaitingMessage { At = 1, Peer = "carol", Copy = true } },
        })),
        ("GroupInspected", new Messages.GroupInspected(new Admin.GroupView
        {
            Group = "group_k3m9x2", Number = 43, Head = 7, Limit = 0, PerSecond = 1.5, Members = { new Admin.MemberView { Member = "alice", Role = 3, Released = 6 } },
        })),
        ("NodeCommand", new NodeCommand("chat drain", "admin-1", "root@vm", "127.0.0.1:4711")),
        ("NodeLines", new NodeLines(["one", "two"], ["", "{}"], "refused", "No.")),
        ("NodeLines.none", new NodeLines([], [], "", "")),
        ("AskFigures", new AskFigures(1_000)),
        ("NodeFigures", new NodeFigures(
            "akka.tcp://chat@10.0.0.1:4053", "0.1.0", true, "slots: away", 77, 1 << 30, 10, 9, 8, 7, 1.5, 2.5, 3.5, 4.5, 8.5, 9.5, 5.5, 6.5, [new HotGroup("group_k3m9x2", 7.5)])),
    ];
}
