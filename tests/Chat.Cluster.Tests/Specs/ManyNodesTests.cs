using System.Net;
using System.Text.Json.Nodes;
using Chat.Cluster.Tests.Harness;
using Chat.EndToEnd.Tests.Harness;
using Chat.Node.Draining;

namespace Chat.Cluster.Tests.Specs;

/// <summary>Three nodes that are well: what clients notice of there being several is where they are sent to.</summary>
public sealed class ManyNodesTests
{
    [SkippableFact]
    public async Task Messages_receipts_presence_typing_and_kicks_reach_connections_on_any_node()
    {
        await using var cluster = await ClusterFixture.StartAsync(3);
        await using var ada = await ChatClient.SignInAsync(cluster[0], "ada");
        await using var laptop = await ChatClient.SignInAsync(cluster[1], "ada", "laptop");
        await using var ben = await ChatClient.SignInAsync(cluster[2], "ben");
        await using var eve = await Follower.StartAsync(cluster[1], "eve", "ada", "ben", "carl");
        await eve.SeesAsync("online", "ada", "ben");
        await eve.SeesAsync("offline", "carl");

        var id = await ada.SayAsync("ben", "a1", "hello");
        await ben.ExpectAsync("message", f => (string?)f["payload"]!["message_id"] == id);
        await laptop.ExpectAsync("message_echo", f => (string?)f["payload"]!["message_id"] == id);
        await ben.AcknowledgeAsync(id);
        await ada.ExpectAsync("delivery_receipt");
        await ben.SendAsync(new { type = "read_receipt", message_ids = new[] { id }, timestamp = 1 });
        await ada.ExpectAsync("read_receipt");
        await laptop.ExpectAsync("read_receipt");
        await ben.SendAsync(new { type = "typing", payload = new { receiver_id = "ada", state = "start" } });
        await ada.ExpectAsync("typing");
        await laptop.ExpectAsync("typing");

        await using var again = await ChatClient.SignInAsync(cluster[2], "ada", "laptop");
        await laptop.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(4409, (int?)laptop.CloseCode);
        using var rest = new RestClient(cluster[1]).As(TestTokens.For("ada"));
        Assert.Equal(204, (await rest.SendAsync(HttpMethod.Delete, "/api/devices/laptop")).Status);
        await again.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(4403, (int?)again.CloseCode);
    }

    [SkippableFact]
    public async Task Each_node_knows_the_others_and_sends_clients_where_there_is_room()
    {
        await using var cluster = await ClusterFixture.StartAsync(2, ("Node__Region", "eu"));
        var third = await cluster.StartNodeAsync(("Node__Region", "us"), ("Limits__Connections", "10"));
        await cluster.MembersUpAsync(3);
        await Eventually.HoldsAsync(third.IsReadyAsync);
        Assert.Equal(["eu", "eu", "us"], cluster[0].Registry.Nodes.Select(n => n.Region).Order());
        var (first, second) = ("ws://node0.example/ws", "ws://node1.example/ws");
        using var rest = new RestClient(cluster[0]);
        Assert.Equal("ws://node2.example/ws", (await UrlsAsync(rest, "?region=us"))[0]);
        var here = await UrlsAsync(rest);
        Assert.Equal([first, second], here.Take(2).Order());
        Assert.Equal("ws://node2.example/ws", here[2]);

        // Nine of ten: it is full for new sockets, and for nothing else.
        var clients = new List<ChatClient>();
        for (var i = 0; i < 9; i++)
            clients.Add(await ChatClient.SignInAsync(third, $"user{i}"));
        await Eventually.HoldsAsync(() => cluster[0].Registry.Nodes.Single(n => n.Region == "us").IsFull);
        Assert.Equal([first, second], (await UrlsAsync(rest, "?region=us")).Order());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "full"), await HealthAsync(third, "?of=sockets"));
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(third)).Status);
        await clients[0].DisposeAsync();
        await clients[1].DisposeAsync(); // 70 %
        await Eventually.HoldsAsync(() => !cluster[0].Registry.Nodes.Single(n => n.Region == "us").IsFull);
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(third, "?of=sockets")).Status);

        // Out of service, and back, without ending.
        var drained = third.Drain.DrainAsync("a test", CancellationToken.None);
        foreach (var client in clients.Skip(2))
        {
            var url = (string?)(await client.ExpectAsync("reconnect"))["payload"]!["url"];
            Assert.Contains(url, new[] { first, second });
            await client.Closed.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(1012, (int?)client.CloseCode);
        }

        await drained;
        Assert.Equal(DrainState.Drained, third.Drain.State);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await HealthAsync(third));
        await Eventually.HoldsAsync(() => cluster[0].Registry.Nodes.Single(n => n.Region == "us").IsDraining);
        Assert.Equal([first, second], (await UrlsAsync(rest, "?region=us")).Order());
        third.Drain.Undrain();
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(third)).Status);
        await Eventually.HoldsAsync(() => !cluster[0].Registry.Nodes.Single(n => n.Region == "us").IsDraining);
        await using var back = await ChatClient.SignInAsync(third, "user1");
        foreach (var client in clients)
            await client.DisposeAsync();

        await cluster.LeaveAsync(third);
        await cluster.MembersUpAsync(2);
    }

    private static async Task<string[]> UrlsAsync(RestClient rest, string query = "") =>
        [.. (await rest.SendAsync(HttpMethod.Get, "/api/connect" + query)).Body!["urls"]!.AsArray().Select(url => (string)url!)];

    private static async Task<(HttpStatusCode Status, string Reasons)> HealthAsync(ClusterNode node, string query = "")
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(node.BaseAddress + "/health" + query);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (answer.StatusCode, string.Join(',', body["reasons"]!.AsArray().Select(r => (string)r!)));
    }
}
