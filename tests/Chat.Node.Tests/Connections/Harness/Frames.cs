using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chat.Node.Tests.Connections.Harness;

/// <summary>What clients send, as text.</summary>
internal static class Frames
{
    public static string Auth(
        string user, string device = "phone", bool sync = false, string? token = null, string? epoch = null, long? position = null,
        params (string Group, long Position)[] groups)
    {
        var payload = new JsonObject
        {
            ["user_id"] = user,
            ["auth_token"] = token ?? TestTokens.For(user),
            ["device_id"] = device,
            ["platform"] = "ios",
            ["app_version"] = "2.24.5",
        };
        if (sync)
            payload["capabilities"] = new JsonArray("sync");
        if (epoch is not null)
            payload["resume"] = new JsonObject { ["epoch"] = epoch, ["positions"] = Positions(position, groups) };
        return new JsonObject { ["type"] = "auth", ["payload"] = payload }.ToJsonString();
    }

    private static JsonObject Positions(long? inbox, (string Group, long Position)[] groups)
    {
        var positions = new JsonObject();
        if (inbox is not null) positions["inbox"] = inbox;
        foreach (var (group, position) in groups)
            positions[group] = position;
        return positions;
    }

    public static string Message(string id, string to = "bob", string content = "Hey") => JsonSerializer.Serialize(new
    {
        type = "message",
        client_message_id = id,
        payload = new { receiver_id = to, content, media_url = (string?)null, reply_to = (string?)null, timestamp = 1699189200000 },
    });

    public static string GroupMessage(string id, string to = "g_chess", string content = "Hey all") => JsonSerializer.Serialize(new
    {
        type = "group_message",
        client_message_id = id,
        payload = new { group_id = to, content, media_url = (string?)null, timestamp = 1699189200000 },
    });

    public static string DeliveryAck(params string[] ids) =>
        JsonSerializer.Serialize(new { type = "delivery_ack", message_ids = ids, timestamp = 1699189200456 });

    public static string Heartbeat => """{"type":"heartbeat","timestamp":1699189200000}""";

    public static string Subscribe(string requestId, params string[] users) =>
        JsonSerializer.Serialize(new { type = "presence_subscribe", request_id = requestId, payload = new { user_ids = users } });

    public static string Typing(string to, string state = "start") =>
        JsonSerializer.Serialize(new { type = "typing", payload = new { receiver_id = to, state } });

    public static string Refresh(string token, string requestId = "r") =>
        JsonSerializer.Serialize(new { type = "auth_refresh", request_id = requestId, payload = new { auth_token = token } });
}
