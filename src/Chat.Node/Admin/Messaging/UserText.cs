using System.Text.Json.Nodes;
using Akka.Actor;
using Chat.Protocol.Schema.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary>Lines of <c>chat user</c>.</summary>
internal static class UserText
{
    public static IEnumerable<(string Text, JsonObject? Data)> LinesOf(UserView user, Address? awakeOn, Func<long, string> node)
    {
        yield return ($"user {user.User} | {(awakeOn is null ? "asleep; this is what the journal says" : $"awake on {awakeOn}")}", DataOf(user, awakeOn));
        yield return ($"last seen: {(user.Devices.Any(d => d.Online) ? "on line now" : Words.Time(user.LastSeen))}", null);
        yield return ($"inbox: {user.Waiting} waiting, {Words.Bytes(user.WaitingBytes)}{(user.Waiting == 0 ? "" : $", oldest of {Words.Time(user.OldestAt)}")} | head: {user.Head} | expired up to: {user.ExpiredUpTo}", null);
        yield return ($"unread: {user.Unread} | conversations: {user.Conversations} | groups with news: {user.GroupsWithNews}", null);
        yield return ($"owes: {Words.Many(user.ReceiptsOwed, "receipt")} to senders, {user.EchoesOwed} copies to senders' other devices", null);
        foreach (var waiting in user.Newest)
            yield return (LineOf(waiting), DataOf(waiting));
        foreach (var device in user.Devices)
            yield return (LineOf(device, node), DataOf(device, node));
        yield return ($"Count: {Words.Many(user.Devices.Count, "device")}", null);
    }

    private static string LineOf(WaitingMessage w) =>
        $"{(w.Copy ? "copy" : "message")} {Words.OfSchema(w.Id)} | {(w.Copy ? "to" : "from")} {w.Peer} | {Words.Time(w.At)}";

    private static JsonObject DataOf(WaitingMessage w) => new()
    {
        ["message_id"] = Words.OfSchema(w.Id).ToString(), ["copy"] = w.Copy, ["peer"] = w.Peer, ["at"] = w.At,
    };

    private static string LineOf(DeviceView d, Func<long, string> node)
    {
        var kind = $"{d.Platform} {d.AppVersion}".Trim();
        var where = d.Online ? $"on line at {node(d.Node)} since {Words.Time(d.ConnectedAt)}, {d.Session}" : $"away, last seen {Words.Time(d.LastSeen)}";
        var waits = d.Waiting == 0 ? "0 waiting" : $"{d.Waiting} waiting, the oldest {Words.OfSchema(d.Oldest)}";
        var window = d.Online ? $" | unacknowledged: {d.Unacknowledged} of {d.Window} | stuck: {d.Stuck}" : "";
        return $"device {d.Device} | {kind} | {where} | cursor: {d.Cursor}, shown: {d.Shown} | {waits}{window}";
    }

    private static JsonObject DataOf(UserView u, Address? awakeOn) => new()
    {
        ["user"] = u.User, ["awake_on"] = awakeOn?.ToString(), ["last_seen"] = u.LastSeen, ["waiting"] = u.Waiting, ["waiting_bytes"] = u.WaitingBytes,
        ["oldest_at"] = u.OldestAt, ["head"] = u.Head, ["expired_up_to"] = u.ExpiredUpTo, ["unread"] = u.Unread, ["conversations"] = u.Conversations,
        ["groups_with_news"] = u.GroupsWithNews, ["receipts_owed"] = u.ReceiptsOwed, ["echoes_owed"] = u.EchoesOwed,
    };

    private static JsonObject DataOf(DeviceView d, Func<long, string> node) => new()
    {
        ["device"] = d.Device, ["platform"] = d.Platform, ["app_version"] = d.AppVersion, ["online"] = d.Online, ["node"] = d.Online ? node(d.Node) : null,
        ["session"] = d.Online ? d.Session : null, ["connected_at"] = d.ConnectedAt, ["last_seen"] = d.LastSeen, ["cursor"] = d.Cursor, ["shown"] = d.Shown,
        ["waiting"] = d.Waiting, ["oldest"] = d.Waiting == 0 ? null : Words.OfSchema(d.Oldest).ToString(), ["unacknowledged"] = d.Unacknowledged,
        ["window"] = d.Window, ["stuck"] = d.Stuck,
    };
}
