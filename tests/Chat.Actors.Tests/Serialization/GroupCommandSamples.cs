using Chat.Actors.Groups.Fanout;
using Chat.Domain.Groups;
using Chat.Domain.History;
using Chat.Domain.Users;

namespace Chat.Actors.Tests.Serialization;

internal static partial class Samples
{
    /// <summary>The incarnation of a node.</summary>
    private const long Node = -1_234_567_890;

    private static IEnumerable<(string Name, object Value)> ToGroups =>
    [
        ("SendMessage.group", new GroupCommands.SendMessage(Chess, Connection, 5, 4, Alice, Phone, Send, Picture, 1_699_200_000_000_006)),
        ("SendMessage.group-plain", new GroupCommands.SendMessage(Chess, default, 1, 1, Alice, Phone, Send, Text, 0)),
        ("CreateGroup", new GroupCommands.CreateGroup(Chess, Connection, Alice, "Chess \u2654", [Bob, Carol])),
        ("CreateGroup.alone", new GroupCommands.CreateGroup(Chess, Connection, Alice, "Chess", [])),
        ("RenameGroup", new GroupCommands.RenameGroup(Chess, Connection, Alice, "Go")),
        ("AddMembers", new GroupCommands.AddMembers(Chess, Connection, Alice, [Bob, Carol])),
        ("RemoveMember", new GroupCommands.RemoveMember(Chess, Connection, Alice, Bob)),
        ("SetRole", new GroupCommands.SetRole(Chess, Connection, Alice, Bob, GroupRole.Owner)),
        ("MuteMember", new GroupCommands.MuteMember(Chess, Connection, Alice, Bob, 1_699_189_300_000)),
        ("MuteMember.open", new GroupCommands.MuteMember(Chess, Connection, Alice, Bob, null)),
        ("UnmuteMember", new GroupCommands.UnmuteMember(Chess, Connection, Alice, Bob)),
        ("GetGroup", new GroupCommands.GetGroup(Chess, Connection, Alice)),
        ("GetReceipts", new GroupCommands.GetReceipts(Chess, Connection, Alice, InChess)),
        ("GetStretches", new GroupCommands.GetStretches(Chess, Connection, Alice)),
        ("CreateInvite", new GroupCommands.CreateInvite(Chess, Connection, Alice, "s3cret", 1_699_275_600_000, 10)),
        ("CreateInvite.open", new GroupCommands.CreateInvite(Chess, Connection, Alice, "s3cret", null, null)),
        ("RevokeInvite", new GroupCommands.RevokeInvite(Chess, Connection, Alice, "00ff777777777777")),
        ("ListInvites", new GroupCommands.ListInvites(Chess, Connection, Alice)),
        ("JoinByInvite", new GroupCommands.JoinByInvite(Chess, Connection, Carol, "s3cret")),
        ("LookAtInvite", new GroupCommands.LookAtInvite(Chess, Connection, Carol, "s3cret")),
        ("ReportProgress", new GroupCommands.ReportProgress(Chess, Bob, Node, 80, 85, 1_699_200_000_000_007, true)),
        ("ReportProgress.plain", new GroupCommands.ReportProgress(Chess, Bob, 0, 80, 0, 0, false)),
        ("ReportProgress.incarnation", new GroupCommands.ReportProgress(Chess, Bob, Node, 0, 0, 0, true) { Incarnation = 7_000_000_000_011 }),
        ("ReportProgress.history", new GroupCommands.ReportProgress(Chess, Bob, Node, 80, 85, 0, true) { History = Keeps }),
        ("AnswerFanout.history", new GroupCommands.AnswerFanout(Chess, Bob, Node, FanoutAnswer.Noted, 1, 89, 80, 85) { History = Keeps }),
        ("AnswerFanout", new GroupCommands.AnswerFanout(Chess, Bob, Node, FanoutAnswer.Noted, -638_000_000_000_000_000, 89, 80, 85)),
        ("AnswerFanout.dormant", new GroupCommands.AnswerFanout(Chess, Bob, 0, FanoutAnswer.Dormant, 1, 89, 0, 0)),
        ("PullEntries", new GroupCommands.PullEntries(Chess, Bob, Node, 638_000_000_000_000_001, -7, 81, 100)),
        ("CaughtUp.member", new GroupCommands.CaughtUp(Chess, Bob, Node, -7, 89)),
        ("Live", new GroupCommands.Live(Chess, Bob, Node, -7, 80, 89)),
        ("Wake.group", new GroupCommands.Wake(Chess)),
        ("Relist", new GroupCommands.Relist(Chess)),
        ("CleanUp.group", new GroupCommands.CleanUp(Chess, Connection)),
        ("BatchTaken", BatchTaken.Instance),
        ("GroupFanoutBatch", new GroupFanoutBatch(
            Chess, 4711, 88, Entries, 98, [new FanoutTarget(Bob, -638_000_000_000_000_000, 80, Node), new FanoutTarget(Carol, 1, 0, 0)])),
        ("GroupFanoutBatch.empty", new GroupFanoutBatch(Chess, 1, 0, [], 0, [])),
    ];

    private static IEnumerable<(string Name, object Value)> ToMembers =>
    [
        ("GroupFanout", new UserCommands.GroupFanout(Bob, Chess, 4711, 88, Entries, 98, -638_000_000_000_000_000, 80)),
        ("GroupFanout.head", new UserCommands.GroupFanout(Bob, Chess, 4711, 98, [], 98, 1, 0)),
        ("GroupEntries", new UserCommands.GroupEntries(Bob, Chess, 638_000_000_000_000_001, -7, 88, Entries, 98)),
        ("GroupEntries.none", new UserCommands.GroupEntries(Bob, Chess, 1, 0, 98, [], 98)),
        ("GroupGap", new UserCommands.GroupGap(Bob, Chess, 638_000_000_000_000_001, -7, 64, 98)),
        ("GroupCleared", new UserCommands.GroupCleared(Bob, Chess, -7, 98)),
        ("GroupMore", new UserCommands.GroupMore(Bob, Chess, -7, 98)),
        ("GroupLiveOk", new UserCommands.GroupLiveOk(Bob, Chess, -7, 98)),
        ("GroupForgotten", new UserCommands.GroupForgotten(Bob, Chess, -7)),
        ("GroupProgressRecorded", new UserCommands.GroupProgressRecorded(Bob, Chess, 85, 1_699_200_000_000_007)),
        ("GroupProgressRecorded.history", new UserCommands.GroupProgressRecorded(Bob, Chess, 85, 0) { HistoryAt = 1_699_189_200_134 }),
        ("GroupReceipts", new UserCommands.GroupReceipts(
            Alice, Chess, 4711, [new GroupReceipt(InChess, 3, 2, 4), new GroupReceipt(One, 0, 0, 0)], 98, -638_000_000_000_000_000, 80,
            1_699_189_200_216)),
        ("GroupReceipts.none", new UserCommands.GroupReceipts(Alice, Chess, 4711, [], 98, 1, 0, 0)),
        ("AttachDevice.groups", new UserCommands.AttachDevice(Alice, Connection, Phone, null, null, true, 7, "e7", 1042, 256) { Groups = Places }),
        ("AcknowledgeDelivery.groups", new UserCommands.AcknowledgeDelivery(Alice, Connection, Phone, [InChess], null) { Groups = Places }),
        ("ConfirmShown.groups", new UserCommands.ConfirmShown(Alice, Connection, Phone, 0) { Groups = Places }),
    ];

    private static HistoryChoice Keeps => new(true, 1_699_189_200_134);

    private static IReadOnlyList<GroupPosition> Places => [new(Chess, 88), new(new("group_plain"), 0)];

    /// <summary>One of each kind of change, and messages.</summary>
    private static IReadOnlyList<GroupEntry> Entries =>
    [
        new GroupMessage(89, 1_699_189_200_202, InChess, Alice, Phone, Picture),
        new GroupMessage(90, 0, InChess, Bob, Laptop, Text),
        new GroupChange(91, 1_699_189_200_201, GroupChangeKind.Created, 1, Alice, [Bob, Carol], null, "Chess \u2654", null),
        new GroupChange(92, 1_699_189_200_203, GroupChangeKind.Renamed, 12, Alice, [], null, "Go", null),
        new GroupChange(93, 1_699_189_200_204, GroupChangeKind.MemberAdded, 13, Alice, [Bob, Carol], GroupRole.Member, null, null),
        new GroupChange(94, 1_699_189_200_205, GroupChangeKind.MemberRemoved, 14, Alice, [Bob], null, null, null),
        new GroupChange(95, 1_699_189_200_206, GroupChangeKind.MemberLeft, 15, Carol, [Carol], null, null, null),
        new GroupChange(96, 1_699_189_200_207, GroupChangeKind.RoleChanged, 16, Alice, [Bob], GroupRole.Owner, null, null),
        new GroupChange(97, 1_699_189_200_209, GroupChangeKind.MemberMuted, 18, Alice, [Bob], null, null, 1_699_189_300_000),
        new GroupChange(98, 1_699_189_200_210, GroupChangeKind.MemberUnmuted, 19, Alice, [Bob], null, null, null),
    ];
}
