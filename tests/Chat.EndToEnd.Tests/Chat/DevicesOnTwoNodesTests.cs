using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Chat;

/// <summary>Devices of one person at different nodes, and one that comes back at another: nothing is different for them.</summary>
public sealed class DevicesOnTwoNodesTests
{
    [SkippableFact]
    public async Task A_device_continues_at_another_node_and_what_is_removed_is_closed_everywhere()
    {
        await using var cluster = await NodeCluster.StartAsync(2);
        var (first, second) = (cluster[0], cluster[1]);
        await using var phone = await new SyncedDevice("ada", "phone").ConnectAsync(first);
        await using var laptop = await new SyncedDevice("ada", "laptop").ConnectAsync(second);
        await using var bens = await new SyncedDevice("ben", "phone").ConnectAsync(second);

        await bens.Client.SendMessageAsync("ada", "b1", "one");
        await phone.UntilAsync("message");
        await laptop.UntilAsync("message");
        await phone.DisconnectAsync();
        await laptop.Client.SendMessageAsync("ben", "a1", "from the laptop");
        await laptop.UntilAsync("message_ack");
        await bens.Client.SendMessageAsync("ada", "b2", "two");
        await bens.UntilAsync("message_ack", f => (string?)f["client_message_id"] == "b2");
        await phone.ConnectAsync(second);
        Assert.True((bool)phone.AuthSuccess["payload"]!["resume"]!["recovered"]!);
        await phone.UntilAsync("message");
        await phone.UntilAsync("sync_done");
        // It comes when the sender's entity has it, which nobody's ack waits for.
        if (!phone.OfType("message_echo").Any()) await phone.UntilAsync("message_echo");
        Assert.Equal(["one", "two"], phone.OfType("message").Select(f => (string)f["payload"]!["content"]!));
        Assert.Equal("from the laptop", (string?)phone.OfType("message_echo").Single()["payload"]!["content"]);

        // The same device at the other node: the older connection is displaced.
        await using var again = await new SyncedDevice("ada", "laptop").ConnectAsync(first);
        await laptop.Client.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4409, (int?)laptop.Client.CloseCode);

        using var rest = new RestClient(first).As(TestTokens.For("ada"));
        Assert.Equal(200, (await rest.SendAsync(HttpMethod.Patch, "/api/conversations/conv_ada_ben", new { muted = true })).Status);
        await phone.UntilAsync("conversation_echo");
        Assert.Equal(204, (await rest.SendAsync(HttpMethod.Delete, "/api/devices/phone")).Status);
        await phone.Client.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4403, (int?)phone.Client.CloseCode);
    }
}
