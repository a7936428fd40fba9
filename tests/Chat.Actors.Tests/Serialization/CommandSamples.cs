using Chat.Domain.Users;

namespace Chat.Actors.Tests.Serialization;

internal static partial class Samples
{
    private static IEnumerable<(string Name, object Value)> Commands =>
    [
        ("SendMessage", new UserCommands.SendMessage(Bob, Connection, 5, 4, Alice, Phone, Send, Picture, 1_699_200_000_000_006, true)),
        ("SendMessage.plain", new UserCommands.SendMessage(Bob, Connection, 1, 1, Alice, Phone, Send, Text, 0, false)),
        ("NotifyTyping", new UserCommands.NotifyTyping(Bob, Alice, true)),
        ("NotifyTyping.stop", new UserCommands.NotifyTyping(Bob, Alice, false)),
        ("AttachDevice", new UserCommands.AttachDevice(
            Alice, Connection, Phone, "ios", "2.24.5", true, 1_699_189_200, "e7", 1042, 256)),
        ("AttachDevice.plain", new UserCommands.AttachDevice(
            Alice, Connection, Phone, null, null, false, 1_699_189_200, null, null, 256)),
        ("AttachDevice.from-zero", new UserCommands.AttachDevice(Alice, Connection, Phone, "", "", true, 0, "", 0, 0)),
        ("AttachDevice.displaces", new UserCommands.AttachDevice(
            Alice, Connection, Phone, null, null, false, 1_699_189_200, null, null, 256) { Displaces = "sess_2a_ff" }),
        ("RenewAttachment.received", new UserCommands.RenewAttachment(Alice, Connection, Phone, 1) { Received = 1044 }),
        ("RenewAttachment", new UserCommands.RenewAttachment(Alice, Connection, Phone, 638_000_000_000_000_000)),
        ("DetachDevice", new UserCommands.DetachDevice(Alice, Connection, Phone)),
        ("AcknowledgeDelivery", new UserCommands.AcknowledgeDelivery(Alice, Connection, Phone, [One, Two], null)),
        ("AcknowledgeDelivery.position", new UserCommands.AcknowledgeDelivery(Alice, Connection, Phone, [], 0)),
        ("AcknowledgeDelivery.up-to", new UserCommands.AcknowledgeDelivery(Alice, Connection, Phone, [], 1044)),
        ("ConfirmShown", new UserCommands.ConfirmShown(Alice, Connection, Phone, 1046)),
        ("MarkRead", new UserCommands.MarkRead(Alice, Connection, Phone, [One, Two])),
        ("SubscribePresence", new UserCommands.SubscribePresence(Bob, Connection)),
        ("UnsubscribePresence", new UserCommands.UnsubscribePresence(Bob, Connection)),
        ("RecordReceipt", new UserCommands.RecordReceipt(Alice, Bob, Two, [One, Two], One, [One], 1_699_189_200_133)),
        ("RecordReceipt.none", new UserCommands.RecordReceipt(Alice, Bob, default, [], default, [], 1_699_189_200_133)),
        ("ConfirmReceipt", new UserCommands.ConfirmReceipt(Bob, Alice, Two, One)),
        ("ConfirmReceipt.none", new UserCommands.ConfirmReceipt(Bob, Alice, default, default)),
        ("RecordEcho", new UserCommands.RecordEcho(Alice, Bob, One, Send, Phone, Picture, 1_699_189_200_134)),
        ("ConfirmEcho", new UserCommands.ConfirmEcho(Bob, Alice, One)),
        ("RevokeTokens", new UserCommands.RevokeTokens(Alice, Connection, Phone, 1_699_189_202, RevocationReason.SignOut, null)),
        ("RevokeTokens.all", new UserCommands.RevokeTokens(Alice, Connection, null, 1_699_189_202, RevocationReason.Revoked, Laptop)),
        ("RemoveDevice", new UserCommands.RemoveDevice(Alice, Connection, Laptop)),
        ("GetDevices", new UserCommands.GetDevices(Alice, Connection)),
        ("SetHistory", new UserCommands.SetHistory(Alice, Connection, true)),
        ("SetHistory.off", new UserCommands.SetHistory(Alice, Connection, false)),
        ("GetHistory", new UserCommands.GetHistory(Alice, Connection)),
        ("Wake", new UserCommands.Wake(Alice)),
        ("CleanUp", new UserCommands.CleanUp(Alice, Connection)),
    ];
}
