using Chat.Actors.Addressing;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Members;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Messages = Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Serialization;

internal static partial class Samples
{
    private static IEnumerable<(string Name, object Value)> GroupsToConnections =>
    [
        ("ConnectionEnvelope.group", new ConnectionEnvelope(Connection, new Messages.PushGroupEntry(Chess, Entries[0]) { Previous = 41 })),
        ("SendAccepted.group", new Messages.SendAccepted(EntityAddress.Of(Chess), 5, Send, InChess, 1_699_189_200_123)),
        ("SendRefused.group", new Messages.SendRefused(EntityAddress.Of(Chess), 5, Send, ErrorCode.RateLimited, "Slower.", "group_id", 60_000)),
        ("ResendFrom.group", new Messages.ResendFrom(EntityAddress.Of(Chess), 3)),
        ("CaughtUp.groups", new Messages.CaughtUp(1046) { Previous = 1045, Groups = Places }),
        ("PushGroupEntry", new Messages.PushGroupEntry(Chess, Entries[0]) { Previous = 41 }),
        ("PushGroupEntry.plain", new Messages.PushGroupEntry(Chess, Entries[1])),
        ("PushGroupEntry.change", new Messages.PushGroupEntry(Chess, Entries[4]) { Previous = 42 }),
        ("PushGroupGap", new Messages.PushGroupGap(Chess, 64, "expired")),
        ("PushGroupGap.chain", new Messages.PushGroupGap(Chess, 64, "expired") { Previous = 43 }),
        ("PushGroupReceipt", new Messages.PushGroupReceipt(Chess, InChess, 3, 2, 4, 1_699_189_200_216)),
        ("GroupChanged", new Messages.GroupChanged(Chess, 19)),
        ("GroupInfo", new Messages.GroupInfo(Chess, 19, "Chess \u2654", 1_699_189_200_201,
        [
            new GroupMemberInfo(Alice, GroupRole.Owner, 1_699_189_200_201, false, null),
            new GroupMemberInfo(Bob, GroupRole.Admin, 1_699_189_200_204, true, 1_699_189_300_000),
            new GroupMemberInfo(Carol, GroupRole.Member, 0, true, null),
        ])),
        ("GroupInfo.empty", new Messages.GroupInfo(Chess, 20, "", 0, [])),
        ("GroupReceiptList", new Messages.GroupReceiptList(
            Chess, InChess, [new MemberReceipt(Bob, true, true), new MemberReceipt(Carol, true, false), new MemberReceipt(Alice, false, false)])),
        ("GroupReceiptList.empty", new Messages.GroupReceiptList(Chess, InChess, [])),
        ("GroupStretches", new Messages.GroupStretches(Chess, [new Interval(1, 20), new Interval(30, Interval.Open)])),
        ("GroupStretches.former", new Messages.GroupStretches(Chess, [new Interval(1, 20)])),
        ("InviteCreated", new Messages.InviteCreated(Chess, Invite)),
        ("InviteCreated.open", new Messages.InviteCreated(Chess, Invite with { ExpiresAt = null, MaxUses = null, Uses = 0 })),
        ("InviteList", new Messages.InviteList(Chess, [Invite, Invite with { ExpiresAt = null, MaxUses = null, Uses = 0 }])),
        ("InviteList.empty", new Messages.InviteList(Chess, [])),
        ("InviteSeen", new Messages.InviteSeen(Chess, "Chess \u2654", 17, true)),
        ("InviteSeen.plain", new Messages.InviteSeen(Chess, "", 0, false)),
    ];

    private static InviteInfo Invite => new("00ff777777777777", Alice, 1_699_189_200_211, 1_699_275_600_000, 10, 3);
}
