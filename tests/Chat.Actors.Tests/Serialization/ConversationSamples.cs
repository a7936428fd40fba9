using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Ids;
using Messages = Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Serialization;

/// <summary>Conversations as their user sees them: lists, settings, what is unread; and the names of devices.</summary>
internal static partial class Samples
{
    private static readonly ConversationSettings Quiet = new(true, 1_699_189_300_000, true);

    private static IEnumerable<(string Name, object Value)> Conversations =>
    [
        ("DeviceRenamed", new UserEvents.DeviceRenamed(Phone, "My phone", 1_699_189_200_126)),
        ("DeviceRenamed.none", new UserEvents.DeviceRenamed(Phone, null, 7)),
        ("ConversationSet", new UserEvents.ConversationSet(3, Bob, 0, Quiet, 1049, 1_699_189_200_126)),
        ("ConversationSet.group", new UserEvents.ConversationSet(4, Chess, 77, new ConversationSettings(true, null, false), 1050, 7)),
        ("ConversationSet.plain", new UserEvents.ConversationSet(3, Bob, 0, default, 1051, 7)),
        ("GroupNewsNoted.unread", new UserEvents.GroupNewsNoted(Chess, 77, [new GroupCursor(1, 88)], 7, null) { Unread = 5, Latest = One.Stamp }),
        ("GroupNewsNoted.counted", new UserEvents.GroupNewsNoted(Chess, 77, [new GroupCursor(1, 88)], 7, null) { Unread = 5, Latest = One.Stamp, CountedAt = 90 }),
        ("WatermarksAdvanced.unread", new UserEvents.WatermarksAdvanced(new Watermarks(
            1046, 0, [], [new ConversationMarks(4, new UserId(""), default, One, default, default, default, default, 0, 0, 12, 0, 0) { Group = Chess }])
        {
            Groups = [new GroupMarks(Chess, 77, false, 0, []) { Unread = 5, Latest = One.Stamp }],
        })),
        ("WatermarksAdvanced.counted", new UserEvents.WatermarksAdvanced(new Watermarks(1046, 0, [], [])
        {
            Groups = [new GroupMarks(Chess, 77, false, 0, []) { Unread = 5, Latest = One.Stamp, CountedAt = 90 }],
        })),
        ("RenameDevice", new UserCommands.RenameDevice(Alice, Connection, Phone, "My phone")),
        ("RenameDevice.none", new UserCommands.RenameDevice(Alice, Connection, Phone, null)),
        ("SetConversation", new UserCommands.SetConversation(Alice, Connection, Bob, true, 1_699_189_300_000, true)),
        ("SetConversation.group", new UserCommands.SetConversation(Alice, Connection, Chess, null, null, null)),
        ("GetConversations", new UserCommands.GetConversations(Alice, Connection, 50, (One.Stamp, "carol"), true)),
        ("GetConversations.first", new UserCommands.GetConversations(Alice, Connection, 50, null, null)),
        ("GetLatest", new GroupCommands.GetLatest(Chess, Connection, Bob, One.Stamp)),
        ("GroupFanout.unread", new UserCommands.GroupFanout(Bob, Chess, 77, 88, [], 88, 5, 80) { Unread = 3 }),
        ("GroupFanout.read", new UserCommands.GroupFanout(Bob, Chess, 77, 88, [], 88, 5, 80) { Unread = 0 }),
        ("GroupFanoutBatch.unread", new GroupFanoutBatch(Chess, 77, 88, [], 88, [new FanoutTarget(Bob, 5, 80, 0) { Unread = 3 }])),
        ("GroupEntries.unread", new UserCommands.GroupEntries(Bob, Chess, 9, 5, 88, [], 88) { Unread = 3 }),
        ("GroupProgressRecorded.unread", new UserCommands.GroupProgressRecorded(Bob, Chess, 88, One.Stamp) { Head = 90, Unread = 2 }),
        ("GroupProgressRecorded.last", new UserCommands.GroupProgressRecorded(Bob, Chess, 88, One.Stamp) { Head = 90, Unread = 2, LastStamp = One.Stamp + 7, Incarnation = 7_000_000_000_011 }),
        ("PushReadEcho.group", new Messages.PushReadEcho(1048, new UserId(""), One, 0, 12, null) { Group = Chess }),
        ("PushConversationEcho", new Messages.PushConversationEcho(1049, Bob, Quiet) { Previous = 1048 }),
        ("PushConversationEcho.group", new Messages.PushConversationEcho(1050, Chess, default)),
        ("CaughtUp.unread", new Messages.CaughtUp(1046) { UnreadCount = 12 }),
        ("ConversationIs", new Messages.ConversationIs(Quiet)),
        ("ConversationIs.plain", new Messages.ConversationIs(default)),
        ("ConversationList", new Messages.ConversationList(
            [
                new ConversationInfo(Bob, One, true, Picture, 1_699_189_200_000, 3, Quiet, Two, One.Stamp),
                new ConversationInfo(Chess, default, false, null, 0, 0, default, default, 0),
            ], 12, true)),
        ("ConversationList.empty", new Messages.ConversationList([], 0, false)),
        ("DeviceList.named", new Messages.DeviceList(
        [
            new DeviceInfo(Phone, "ios", "2.24.5", 1, 2, true) { Name = "My phone", SessionId = "sess_2a_ff", ConnectedAt = 3 },
        ])),
        ("GroupLatest", new Messages.GroupLatest(Chess, "Chess club", 3, new GroupMessage(88, 1_699_189_200_123, One, Bob, Phone, Text))),
        ("GroupLatest.plain", new Messages.GroupLatest(Chess, "", 0, null)),
    ];
}
