using System.Text.Json.Nodes;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary>Lines of <c>chat trace</c>. What is cleared is said to be so, not guessed.</summary>
internal static class TraceText
{
    public static IEnumerable<(string Text, JsonObject? Data)> ToUser(string user, MessageId id, MessageView m, MessageView? sender, bool asleep, long retentionEnd)
    {
        yield return ($"message {id} | from {m.Peer} to {user}{(asleep ? $" | {user} is asleep; this is what the journal says" : "")}", DataOf(user, id, m));
        yield return (m.AcceptedAt > 0
            ? $"accepted: {Words.Time(m.AcceptedAt)}"
            : $"accepted: not known any more; by its id in the second {Words.Time(id.UnixMilliseconds)}. That very message has left no trace, only the marks of its conversation", null);
        yield return (Queued(m, retentionEnd), null);
        foreach (var device in m.Devices)
            yield return ($"device {device.Device}: {OnDevice(m, device)}", null);
        // What the sender's own entity says is newer than what this one has confirmed in the journal.
        var (deliveredTold, readTold) = (m.DeliveredConfirmed || sender is { Delivered: true }, m.ReadConfirmed || sender is { Read: true });
        yield return ($"delivered: {(m.Delivered ? "yes, a device has it, or something later of the conversation" : "no")}{Told(m.Delivered, deliveredTold, m.Peer)}", null);
        yield return ($"read: {(m.Read ? "yes" : "no")}{Told(m.Read, readTold, m.Peer)}", null);
        if (sender is { Owned: true })
            yield return ($"{m.Peer} knows of it: {Sender(sender.Delivered, sender.DeliveredAt, "delivered")}, {Sender(sender.Read, sender.ReadAt, "read")}", null);
    }

    public static string NotReceived(MessageId id, string owner) => $"{owner} has not received {id}. -u takes the id of the user whom the message was sent to, -g that of the group.";

    public static string NobodysId(MessageId id) =>
        $"Whose message {id} is cannot be told from its id: the entity with number {id.Entity} is not noted. Say who receives it: -u USER or -g GROUP.";

    private static string Queued(MessageView m, long retentionEnd) =>
        m.Position > 0 && m.Devices.Count == 0 ? $"queued: yes, at position {m.Position}: the receiver has no device, and has never connected or has removed them all"
        : m.Position > 0 && m.Devices.All(d => d.Acknowledged) ? $"queued: yes, at position {m.Position}: every device has got it, and it goes within seconds"
        : m.Position > 0 ? $"queued: yes, at position {m.Position}: some device has not got it"
        : m.Delivered ? "queued: not any more; every device has it, or came later"
        : Words.OfSchema(m.Id).UnixMilliseconds < retentionEnd ? "queued: not any more; it has expired before a device had it"
        : "queued: no";

    private static string OnDevice(MessageView m, MessageOnDevice d)
    {
        var where = d.Online ? "on line" : "away";
        if (m.Position == 0)
            return m.Delivered && m.Devices.Count == 1 ? $"{where}; has it, or something later of the conversation"
                : d.Later ? $"{where}; was registered after the message, and whether it was sent it is not known any more"
                : $"{where}; has it, or it has expired";
        return d.Acknowledged ? $"{where}; has acknowledged it"
            : d.Pushed ? $"{where}; was sent it and has not acknowledged it"
            : d.Online ? $"{where}; not sent yet: what is before it fills the window"
            : $"{where}; gets it when it connects";
    }

    private static string Told(bool set, bool confirmed, string peer) => set ? $"; {(confirmed ? $"{peer} was told" : $"{peer} is about to be told")}" : "";

    private static string Sender(bool set, long at, string what) => !set ? $"not {what}" : at > 0 ? $"{what} at {Words.Time(at)}" : what;

    private static JsonObject DataOf(string user, MessageId id, MessageView m) => new()
    {
        ["message_id"] = id.ToString(), ["sender"] = m.Peer, ["receiver"] = user, ["accepted_at"] = m.AcceptedAt, ["position"] = m.Position,
        ["delivered"] = m.Delivered, ["read"] = m.Read, ["delivered_told"] = m.DeliveredConfirmed, ["read_told"] = m.ReadConfirmed,
        ["devices"] = new JsonArray([.. m.Devices.Select(d => new JsonObject
        {
            ["device"] = d.Device, ["online"] = d.Online, ["pushed"] = m.Position == 0 ? null : d.Pushed,
            ["acknowledged"] = m.Position == 0 ? null : d.Acknowledged,
        })]),
    };
}
