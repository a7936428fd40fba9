using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Chat;

/// <summary>Groups as phones and bots meet them: over real sockets and REST, on one node.</summary>
public sealed class GroupsEndToEndTests(RunningNode running) : IClassFixture<RunningNode>
{
    private NodeProcess Node => running.Node;

    [Fact]
    public async Task All_members_see_messages_and_changes_in_one_order_and_the_sender_learns_who_has_them()
    {
        var (ada, ben, cy) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"), RunningNode.NewUser("cy"));
        await using var adasPhone = await ChatClient.SignInAsync(Node, ada);
        await using var adasDesk = await ChatClient.SignInAsync(Node, ada, device: "desk");
        await using var bens = await ChatClient.SignInAsync(Node, ben);
        await using var cys = await ChatClient.SignInAsync(Node, cy);
        var group = await CreateAsync(ada, ben, cy);
        foreach (var client in new[] { adasPhone, adasDesk, bens, cys })
            await EventAsync(client, group, "created");

        await adasPhone.SendToGroupAsync(group, "a1", "Meeting at 3 PM");
        var id = (string)(await adasPhone.ExpectAsync("message_ack"))["payload"]!["message_id"]!;
        using (var rest = new RestClient(Node).As(TestTokens.For(ada)))
            Assert.Equal(200, (await rest.SendAsync(HttpMethod.Patch, $"/api/groups/{group}", new { name = "Chess club" })).Status);
        await bens.SendToGroupAsync(group, "b1", "I will be there");
        foreach (var client in new[] { adasDesk, bens, cys })
        {
            var message = await client.ExpectAsync("group_message");
            Assert.Equal(id, (string?)message["payload"]!["message_id"]);
            Assert.Equal(ada, (string?)message["payload"]!["sender_id"]);
            var renamed = await EventAsync(client, group, "renamed");
            Assert.Equal((long)message["seq"]! + 1, (long)renamed["seq"]!);
            await client.AcknowledgeAsync(id);
        }

        var answer = await adasPhone.ExpectAsync("group_message");
        Assert.Equal("I will be there", (string?)answer["payload"]!["content"]);
        var receipt = await adasPhone.ExpectAsync("group_receipt", f => (int)f["payload"]!["delivered_count"]! == 2);
        Assert.Equal(2, (int)receipt["payload"]!["member_count"]!);
        await cys.SendAsync(new { type = "read_receipt", message_ids = new[] { id }, timestamp = 1_700_000_000_000 });
        await adasPhone.ExpectAsync("group_receipt", f => (int)f["payload"]!["read_count"]! == 1);
        using var asked = new RestClient(Node).As(TestTokens.For(ada));
        var (status, who) = await asked.SendAsync(HttpMethod.Get, $"/api/groups/{group}/messages/{id}/receipts");
        Assert.Equal(200, status);
        var read = who!["receipts"]!.AsArray().Single(r => (bool)r!["read"]!);
        Assert.Equal(cy, (string?)read!["user_id"]);
    }

    [Fact]
    public async Task Who_is_removed_gets_nothing_more_and_on_return_nothing_of_the_time_between()
    {
        var (ada, ben) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"));
        await using var adas = await ChatClient.SignInAsync(Node, ada);
        await using var bens = await ChatClient.SignInAsync(Node, ben);
        var group = await CreateAsync(ada, ben);
        await EventAsync(bens, group, "created");
        using var rest = new RestClient(Node).As(TestTokens.For(ada));

        await SendAsync(adas, group, "1", "while he is in");
        Assert.Equal("while he is in", (string?)(await bens.ExpectAsync("group_message"))["payload"]!["content"]);
        Assert.Equal(204, (await rest.SendAsync(HttpMethod.Delete, $"/api/groups/{group}/members/{ben}")).Status);
        await EventAsync(bens, group, "member_removed");
        await SendAsync(adas, group, "2", "while he is out");
        await bens.SendToGroupAsync(group, "b1", "may I?");
        Assert.Equal("not_member", (string?)(await bens.ExpectAsync("error"))["payload"]!["code"]);
        Assert.Equal(200, (await rest.SendAsync(HttpMethod.Put, $"/api/groups/{group}/members/{ben}", new { })).Status);
        await EventAsync(bens, group, "member_added");
        await SendAsync(adas, group, "3", "now that he is back");
        Assert.Equal("now that he is back", (string?)(await bens.ExpectAsync("group_message"))["payload"]!["content"]);

        await using var stranger = await ChatClient.SignInAsync(Node, RunningNode.NewUser("eve"));
        await stranger.SendToGroupAsync(group, "e1", "hello?");
        Assert.Equal("not_member", (string?)(await stranger.ExpectAsync("error"))["payload"]!["code"]);
    }

    [Fact]
    public async Task Who_was_away_gets_what_he_missed_in_order_and_once()
    {
        var (ada, ben) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"));
        await using var adas = await ChatClient.SignInAsync(Node, ada);
        string group;
        await using (var bens = await ChatClient.SignInAsync(Node, ben))
        {
            group = await CreateAsync(ada, ben);
            await EventAsync(bens, group, "created");
            await bens.CloseAsync();
        }

        for (var n = 1; n <= 300; n++)
            await SendAsync(adas, group, $"a{n}", $"text {n}");
        await using var back = await ChatClient.SignInAsync(Node, ben);
        for (var n = 1; n <= 300; n++)
        {
            var message = (await back.ExpectAsync("group_message"))["payload"]!;
            Assert.Equal($"text {n}", (string?)message["content"]);
            await back.AcknowledgeAsync((string)message["message_id"]!);
        }
    }

    [Fact]
    public async Task Two_admins_who_act_at_once_end_in_one_state()
    {
        var (owner, first, second, other) =
            (RunningNode.NewUser("own"), RunningNode.NewUser("adm1"), RunningNode.NewUser("adm2"), RunningNode.NewUser("mem"));
        var group = await CreateAsync(owner, first, second, other);
        using var asOwner = new RestClient(Node).As(TestTokens.For(owner));
        foreach (var admin in new[] { first, second })
            Assert.Equal(200, (await asOwner.SendAsync(HttpMethod.Put, $"/api/groups/{group}/members/{admin}", new { role = "admin" })).Status);
        using var asFirst = new RestClient(Node).As(TestTokens.For(first));
        using var asSecond = new RestClient(Node).As(TestTokens.For(second));

        // The owner unmakes the first admin while that one removes the member and the second adds somebody, all at once.
        var added = RunningNode.NewUser("new");
        await Task.WhenAll(
            asOwner.SendAsync(HttpMethod.Put, $"/api/groups/{group}/members/{first}", new { role = "member" }),
            asFirst.SendAsync(HttpMethod.Delete, $"/api/groups/{group}/members/{other}"),
            asSecond.SendAsync(HttpMethod.Put, $"/api/groups/{group}/members/{added}", new { }),
            asSecond.SendAsync(HttpMethod.Patch, $"/api/groups/{group}", new { name = "Both" }));

        var (_, seenByOwner) = await asOwner.SendAsync(HttpMethod.Get, $"/api/groups/{group}/members");
        var (_, seenBySecond) = await asSecond.SendAsync(HttpMethod.Get, $"/api/groups/{group}/members");
        Assert.Equal(seenByOwner!.ToJsonString(), seenBySecond!.ToJsonString());
        var members = seenByOwner["members"]!.AsArray().ToDictionary(m => (string)m!["user_id"]!, m => (string)m!["role"]!);
        Assert.Equal("owner", members[owner]);
        Assert.Equal("member", members[first]);
        Assert.Equal("member", members[added]);
    }

    private Task<string> CreateAsync(string owner, params string[] members) => RestClient.CreateGroupAsync(Node, owner, members);

    private static async Task SendAsync(ChatClient client, string group, string id, string text)
    {
        await client.SendToGroupAsync(group, id, text);
        await client.ExpectAsync("message_ack", f => (string?)f["client_message_id"] == id);
    }

    private static Task<JsonNode> EventAsync(ChatClient client, string group, string name) =>
        client.ExpectAsync("group_event", f => (string?)f["payload"]!["event"] == name && (string?)f["payload"]!["group_id"] == group);
}
