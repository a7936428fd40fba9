using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.Cluster.Tests.Harness;

/// <summary>What clients of these tests say and wait for.</summary>
internal static class Talk
{
    public static Task FollowAsync(this ChatClient client, params IEnumerable<string> users) =>
        client.SendAsync(new { type = "presence_subscribe", request_id = "follow", payload = new { user_ids = users } });

    /// <summary>Until the user is said to be on line, or not.</summary>
    public static async Task SeesAsync(this ChatClient client, string user, string status, TimeSpan? limit = null) =>
        await client.ExpectAsync("presence", frame => StatusIn(frame, user) == status, limit);

    /// <summary>Of the user in a frame that may tell of several; null where it does not tell of him.</summary>
    public static string? StatusIn(JsonNode frame, string user) => (string?)frame["payload"]!["users"]!.AsArray()
        .LastOrDefault(entry => (string?)entry!["user_id"] == user)?["status"];

    public static async Task<string> SayAsync(this ChatClient client, string receiver, string id, string text)
    {
        await client.SendMessageAsync(receiver, id, text);
        return (string)(await client.ExpectAsync("message_ack", ack => (string?)ack["client_message_id"] == id))["payload"]!["message_id"]!;
    }
}
