using Chat.EndToEnd.Tests.Harness;

namespace Chat.Cluster.Tests.Harness;

/// <summary>What clients of these tests say and wait for.</summary>
internal static class Talk
{
    /// <returns>The id under which the message was acknowledged.</returns>
    public static async Task<string> SayAsync(this ChatClient client, string receiver, string id, string text)
    {
        await client.SendMessageAsync(receiver, id, text);
        return (string)(await client.ExpectAsync("message_ack", ack => (string?)ack["client_message_id"] == id))["payload"]!["message_id"]!;
    }
}
