using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Chat;

/// <summary>Several devices of one person, over real sockets: all see the same conversations, in order, each thing once.</summary>
public sealed class ManyDevicesTests(RunningNode running) : IClassFixture<RunningNode>
{
    private const int Groups = 50;

    private NodeProcess Node => running.Node;

    [Fact]
    public async Task What_is_sent_and_read_on_one_device_reaches_the_others_also_those_that_were_away()
    {
        var (ada, ben) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"));
        await using var phone = await new SyncedDevice(ada, "phone").ConnectAsync(Node);
        await using var laptop = await new SyncedDevice(ada, "laptop").ConnectAsync(Node);
        await using var tablet = await new SyncedDevice(ada, "tablet").ConnectAsync(Node);
        await using var bens = await new SyncedDevice(ben, "phone").ConnectAsync(Node);
        await tablet.UntilAsync("sync_done");
        await tablet.DisconnectAsync();

        await bens.Client.SendMessageAsync(ada, "b1", "Hello?");
        var id = Id(await phone.UntilAsync("message"));
        await laptop.UntilAsync("message");
        await phone.Client.SendMessageAsync(ben, "a1", "Hi Ben");
        await phone.UntilAsync("message_ack");
        var echo = (await laptop.UntilAsync("message_echo"))["payload"]!;
        Assert.Equal(("Hi Ben", "a1", "phone", ben), (
            (string?)echo["content"], (string?)echo["client_message_id"], (string?)echo["device_id"], (string?)echo["receiver_id"]));
        await phone.Client.SendAsync(new { type = "read_receipt", message_ids = new[] { id }, timestamp = 1 });
        var read = (await laptop.UntilAsync("read_echo"))["payload"]!;
        Assert.Equal((id, 0, 0), ((string?)read["up_to"], (int)read["unread_count"]!, (int)read["total_unread"]!));

        await tablet.ConnectAsync(Node);
        var done = await tablet.UntilAsync("sync_done");
        Assert.Equal(0, (int)done["payload"]!["unread_count"]!);
        Assert.Equal(id, Id(tablet.OfType("message").Single()));
        Assert.Equal("Hi Ben", (string?)tablet.OfType("message_echo").Single()["payload"]!["content"]);
        Assert.Single(tablet.OfType("read_echo"));
    }

    [Fact]
    public async Task After_a_clean_reconnect_nothing_that_was_acknowledged_comes_again()
    {
        var (ada, ben) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"));
        await using var phone = await new SyncedDevice(ada, "phone").ConnectAsync(Node);
        await using var bens = await new SyncedDevice(ben, "phone").ConnectAsync(Node);
        var group = await RestClient.CreateGroupAsync(Node, ben, ada);
        await phone.UntilAsync("group_event");
        for (var round = 0; round < 5; round++)
        {
            await bens.Client.SendMessageAsync(ada, $"b{round}", $"text {round}");
            await bens.Client.SendToGroupAsync(group, $"g{round}", $"to all {round}");
            await phone.UntilAsync("message", f => (string?)f["payload"]!["content"] == $"text {round}");
            if (phone.OfType("group_message").Count() <= round)
                await phone.UntilAsync("group_message", f => (string?)f["payload"]!["content"] == $"to all {round}");
            await phone.DisconnectAsync();
            await phone.ConnectAsync(Node);
            Assert.True((bool)phone.AuthSuccess["payload"]!["resume"]!["recovered"]!);
            var kept = phone.Frames.Count;
            await phone.UntilAsync("sync_done"); // frames that came again would have failed in the device
            Assert.Equal(kept, phone.Frames.Count);
        }
    }

    [Fact]
    public async Task One_device_on_line_and_one_away_in_fifty_groups()
    {
        var (ada, ben) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"));
        await using var phone = await new SyncedDevice(ada, "phone").ConnectAsync(Node);
        await using var laptop = await new SyncedDevice(ada, "laptop").ConnectAsync(Node);
        await using var bens = await new SyncedDevice(ben, "phone").ConnectAsync(Node);
        var owners = Enumerable.Range(0, 10).Select(n => RunningNode.NewUser($"own{n}")).ToArray(); // one may not make so many in a minute
        var groups = await Task.WhenAll(Enumerable.Range(0, Groups).Select(n => RestClient.CreateGroupAsync(Node, owners[n % owners.Length], ada, ben)));
        for (var n = 0; n < Groups; n++) await laptop.UntilAsync("group_event");
        await laptop.DisconnectAsync();

        for (var text = 0; text < 3; text++)
            foreach (var group in groups)
            {
                await bens.Client.SendToGroupAsync(group, $"{group}-{text}", $"text {text}");
                await bens.UntilAsync("message_ack");
            }

        for (var n = 0; n < 3 * Groups; n++) await phone.UntilAsync("group_message");
        await laptop.ConnectAsync(Node);
        await laptop.UntilAsync("sync_done");
        while (laptop.OfType("group_message").Count() < 3 * Groups) await laptop.UntilAsync("group_message");
        foreach (var group in groups)
        {
            string[] expected = ["text 0", "text 1", "text 2"];
            Assert.Equal(expected, TextsOf(phone, group));
            Assert.Equal(expected, TextsOf(laptop, group));
        }

        // Read on the one that had been away: the other is told, and both count alike.
        var last = laptop.OfType("group_message").Last(f => (string?)f["stream"] == groups[0]);
        await laptop.Client.SendAsync(new { type = "read_receipt", message_ids = new[] { Id(last) }, timestamp = 1 });
        var read = (await phone.UntilAsync("read_echo", f => (string?)f["payload"]!["conversation_id"] == groups[0]))["payload"]!;
        Assert.Equal((Id(last), 0), ((string?)read["up_to"], (int)read["unread_count"]!));
        using var rest = new RestClient(Node).As(TestTokens.For(ada));
        var list = (await rest.SendAsync(HttpMethod.Get, "/api/conversations?limit=100")).Body!;
        Assert.Equal(3 * (Groups - 1), (int)list["total_unread"]!);
        Assert.All(list["conversations"]!.AsArray(), c => Assert.Equal((string)c!["group_id"]! == groups[0] ? 0 : 3, (int)c["unread_count"]!));
        Assert.All(list["conversations"]!.AsArray(), c => Assert.Equal("text 2", (string?)c!["last_message"]!["content"]));
    }

    [Fact]
    public async Task Mute_archive_rename_and_removal_reach_every_device_at_once()
    {
        var (ada, ben) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"));
        await using var phone = await new SyncedDevice(ada, "phone").ConnectAsync(Node);
        await using var laptop = await new SyncedDevice(ada, "laptop").ConnectAsync(Node);
        await using var bens = await new SyncedDevice(ben, "phone").ConnectAsync(Node);
        await bens.Client.SendMessageAsync(ada, "b1", "Hello?");
        await phone.UntilAsync("message");
        using var rest = new RestClient(Node).As(TestTokens.For(ada));

        var (status, set) = await rest.SendAsync(HttpMethod.Patch, $"/api/conversations/conv_{ada}_{ben}", new { muted = true, archived = true });
        Assert.Equal((200, true), (status, (bool)set!["archived"]!));
        foreach (var device in new[] { phone, laptop })
        {
            var echo = (await device.UntilAsync("conversation_echo"))["payload"]!;
            Assert.Equal(($"conv_{ada}_{ben}", true, true), ((string?)echo["conversation_id"], (bool)echo["muted"]!, (bool)echo["archived"]!));
        }

        var list = (await rest.SendAsync(HttpMethod.Get, "/api/conversations?archived=true")).Body!;
        Assert.Equal((0, 1), ((int)list["total_unread"]!, (int)Assert.Single(list["conversations"]!.AsArray())!["unread_count"]!));

        Assert.Equal(200, (await rest.SendAsync(HttpMethod.Patch, "/api/devices/laptop", new { name = "At work" })).Status);
        var devices = (await rest.SendAsync(HttpMethod.Get, "/api/devices")).Body!["devices"]!.AsArray();
        var work = devices.Single(d => (string?)d!["device_id"] == "laptop")!;
        Assert.Equal(("At work", (string?)laptop.AuthSuccess["payload"]!["session_id"]), ((string?)work["name"], (string?)work["session"]!["session_id"]));
        Assert.Equal(204, (await rest.SendAsync(HttpMethod.Delete, "/api/devices/laptop")).Status);
        await laptop.Client.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4403, (int?)laptop.Client.CloseCode);
    }

    private static string[] TextsOf(SyncedDevice device, string group) =>
        [.. device.OfType("group_message").Where(f => (string?)f["stream"] == group).Select(f => (string)f["payload"]!["content"]!)];

    private static string Id(JsonNode message) => (string)message["payload"]!["message_id"]!;
}
