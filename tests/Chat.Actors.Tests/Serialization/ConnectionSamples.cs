using Chat.Actors.Addressing;
using Chat.Domain.Connections;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Messages = Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Serialization;

internal static partial class Samples
{
    private static IEnumerable<(string Name, object Value)> ConnectionMessages =>
    [
        ("ConnectionEnvelope", new ConnectionEnvelope(Connection, new Messages.PushMessage(1044, One, Alice, Picture, 1_699_189_200_123))),
        ("ConnectionEnvelope.empty", new ConnectionEnvelope(default, Messages.Done.Instance)),
        ("SendAccepted", new Messages.SendAccepted(EntityAddress.Of(Bob), 5, Send, One, 1_699_189_200_123)),
        ("SendRefused", new Messages.SendRefused(EntityAddress.Of(Bob), 5, Send, ErrorCode.InboxFull, "The inbox is full.", "receiver_id", 60_000)),
        ("SendRefused.plain", new Messages.SendRefused(EntityAddress.Of(Bob), 5, Send, ErrorCode.BadJson, "", null, null)),
        ("ResendFrom", new Messages.ResendFrom(EntityAddress.Of(Bob), 3)),
        ("Attached", new Messages.Attached(638_000_000_000_000_000, "e7", true, 1042, 47, 2)),
        ("Attached.new", new Messages.Attached(1, "e7", null, 0, 0, 1)),
        ("Attached.lost", new Messages.Attached(1, "e7", false, 0, 0, 1)),
        ("Attached.chain", new Messages.Attached(1, "e7", true, 1042, 0, 1) { PushedFrom = 1040 }),
        ("AttachRefused", new Messages.AttachRefused(ErrorCode.TokenInvalid, CloseCode.Revoked, "The device was removed.")),
        ("AttachContested", new Messages.AttachContested("sess_2a_ff")),
        ("AttachmentLost", new Messages.AttachmentLost(Alice, 638_000_000_000_000_000)),
        ("DevicesChanged", new Messages.DevicesChanged(3)),
        ("DevicesChanged.chain", new Messages.DevicesChanged(3) { Previous = 1044 }),
        ("CaughtUp", new Messages.CaughtUp(1046)),
        ("CaughtUp.chain", new Messages.CaughtUp(1046) { Previous = 1045 }),
        ("Close", new Messages.Close(CloseCode.Displaced, "The same device has connected again.", "sess_2a_ff")),
        ("Close.plain", new Messages.Close(CloseCode.GoingAway, "", null)),
        ("PushMessage", new Messages.PushMessage(1044, One, Alice, Picture, 1_699_189_200_123)),
        ("PushMessage.plain", new Messages.PushMessage(1, Two, Bob, Text, 7)),
        ("PushEcho", new Messages.PushEcho(1045, One, Bob, Phone, Send, Text, 1_699_189_200_124)),
        ("PushDelivered", new Messages.PushDelivered(1046, Bob, [One, Two], Two, 1_699_189_200_125)),
        ("PushRead", new Messages.PushRead(1047, Bob, [], One, 1_699_189_200_126)),
        ("PushRead.ids", new Messages.PushRead(1047, Bob, [One, Two], Two, 1_699_189_200_126)),
        ("PushReadEcho", new Messages.PushReadEcho(1048, Bob, One, 0, 12, Laptop)),
        ("PushReadEcho.plain", new Messages.PushReadEcho(1048, Bob, One, 5, 12, null)),
        ("PushMessage.chain", new Messages.PushMessage(1044, One, Alice, Text, 8) { Previous = 1043 }),
        ("PushEcho.chain", new Messages.PushEcho(1045, One, Bob, Phone, Send, Text, 9) { Previous = 1044 }),
        ("PushDelivered.chain", new Messages.PushDelivered(1046, Bob, [], Two, 10) { Previous = 1045 }),
        ("PushRead.chain", new Messages.PushRead(1047, Bob, [], One, 11) { Previous = 1046 }),
        ("PushReadEcho.chain", new Messages.PushReadEcho(1048, Bob, One, 0, 12, null) { Previous = 1047 }),
        ("PushGap", new Messages.PushGap("expired", One)),
        ("PushGap.all", new Messages.PushGap("expired", null)),
        ("PresenceChanged", new Messages.PresenceChanged(Bob, false, 1_699_189_200_127)),
        ("PresenceChanged.online", new Messages.PresenceChanged(Bob, true, null)),
        ("TypingChanged", new Messages.TypingChanged(Bob, true)),
        ("Done", Messages.Done.Instance),
        ("Failed", new Messages.Failed(ErrorCode.UserNotFound, "No such user.")),
        ("DeviceList", new Messages.DeviceList(
        [
            new DeviceInfo(Phone, "ios", "2.24.5", 1_699_189_200_128, 1_699_189_200_129, true),
            new DeviceInfo(Laptop, null, null, 0, 0, false),
        ])),
        ("DeviceList.empty", new Messages.DeviceList([])),
        ("HistoryState", new Messages.HistoryState(true, 1_699_189_200_134)),
        ("HistoryState.never", new Messages.HistoryState(false, 0)),
        ("CleanedUp", new Messages.CleanedUp(1041)),
        ("CleanedUp.none", new Messages.CleanedUp(0)),
    ];
}
