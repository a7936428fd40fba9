using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Actors.Tests.Serialization;

internal static partial class Samples
{
    private static IEnumerable<(string Name, object Value)> GroupEventRecords =>
    [
        ("GroupCreated", new GroupEvents.GroupCreated(4711, Alice, "Chess \u2654", [Bob, Carol], 1_699_189_200_201)),
        ("GroupCreated.plain", new GroupEvents.GroupCreated(1, Alice, "", [], 0)),
        ("MessageAccepted", new GroupEvents.MessageAccepted(
            89, InChess, Alice, Phone, Send, Picture, 1_699_189_200_202, new UInt128(0x0102030405060708, 0x090a0b0c0d0e0fff),
            0xfedcba9876543210, AllMarks)),
        ("MessageAccepted.plain", new GroupEvents.MessageAccepted(2, InChess, Bob, Laptop, Send, Text, 7, UInt128.Zero, 0, null)),
        ("Renamed", new GroupEvents.Renamed(90, 12, Alice, "Go", 1_699_189_200_203)),
        ("MembersAdded", new GroupEvents.MembersAdded(91, 13, Bob, [Carol, Alice], "00ff777777777777", 1_699_189_200_204)),
        ("MembersAdded.plain", new GroupEvents.MembersAdded(91, 13, Bob, [Carol], null, 1_699_189_200_204)),
        ("MemberRemoved", new GroupEvents.MemberRemoved(92, 14, Alice, Bob, 1_699_189_200_205)),
        ("MemberLeft", new GroupEvents.MemberLeft(93, 15, Carol, 1_699_189_200_206)),
        ("RoleChanged", new GroupEvents.RoleChanged(94, 16, Alice, Bob, GroupRole.Admin, 1_699_189_200_207)),
        ("RoleChanged.owner", new GroupEvents.RoleChanged(95, 17, Alice, Bob, GroupRole.Owner, 1_699_189_200_208)),
        ("MemberMuted", new GroupEvents.MemberMuted(96, 18, Alice, Bob, 1_699_189_300_000, 1_699_189_200_209)),
        ("MemberMuted.open", new GroupEvents.MemberMuted(96, 18, Alice, Bob, null, 1_699_189_200_209)),
        ("MemberUnmuted", new GroupEvents.MemberUnmuted(97, 19, Alice, Bob, 1_699_189_200_210)),
        ("InviteCreated.event", new GroupEvents.InviteCreated("00ff777777777777", Hash, Alice, 1_699_275_600_000, 10, 1_699_189_200_211)),
        ("InviteCreated.event-plain", new GroupEvents.InviteCreated("00ff777777777777", Hash, Alice, null, null, 1_699_189_200_211)),
        ("InviteRevoked", new GroupEvents.InviteRevoked("00ff777777777777", Bob, 1_699_189_200_212)),
        ("WatermarksAdvanced.group", new GroupEvents.WatermarksAdvanced(AllMarks)),
        ("WatermarksAdvanced.group-plain", new GroupEvents.WatermarksAdvanced(new GroupWatermarks([]))),
        ("EntriesExpired.group", new GroupEvents.EntriesExpired(64, 1_699_189_200_213)),
        ("SendsSpilled.group", new GroupEvents.SendsSpilled(4711, 1_699_189_200_214)),
        ("GroupNewsNoted", new UserEvents.GroupNewsNoted(
            Chess, 4711, [new GroupCursor(1, 88), new GroupCursor(2, 0)], 1_699_189_200_215, Everything with { Groups = AllGroups })),
        ("WatermarksAdvanced.group-history", new GroupEvents.WatermarksAdvanced(new GroupWatermarks([new MemberMarks(1, 0, 0, 0, false, false) { History = Keeps }]))),
        ("WatermarksAdvanced.groups-history", new UserEvents.WatermarksAdvanced(
            new Watermarks(0, 0, [], []) { Groups = [new GroupMarks(Chess, 4711, false, 0, []) { HistoryTold = 1_699_189_200_134 }] })),
        ("GroupNewsNoted.plain", new UserEvents.GroupNewsNoted(Chess, 4711, [], 0, null)),
        ("WatermarksAdvanced.groups", new UserEvents.WatermarksAdvanced(new Watermarks(0, 0, [], []) { Groups = AllGroups })),
    ];

    private static MessageId InChess => new(1_699_200_000_000_009, 4711, 1);

    private static GroupWatermarks AllMarks => new(
    [
        new MemberMarks(1, 80, 85, 1_699_200_000_000_007, true, true), new MemberMarks(2, 88, 88, 0, true, false),
        new MemberMarks(300, 0, 0, 0, false, false),
    ]);

    private static IReadOnlyList<GroupMarks> AllGroups =>
    [
        new GroupMarks(Chess, 4711, true, 1_699_200_000_000_007, [new GroupCursor(1, 88), new GroupCursor(2, 0)]),
        new GroupMarks(new GroupId("group_plain"), 1, false, 0, []),
    ];
}
