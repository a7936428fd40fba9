using System.Net;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>A node that only takes connections, and one that only has users and groups, serve a chat together.</summary>
public sealed class RolesTests
{
    [SkippableFact]
    public async Task An_edge_and_an_entity_node_serve_a_chat_and_a_group()
    {
        var database = await NodeDatabase.PostgresAsync();
        using var folder = new TempFolder();
        var port = FreePort.Take();
        (string, string) seed = ("Cluster__SeedNodes__0", $"akka.tcp://chat@127.0.0.1:{port}");
        await using var entity = await NodeProcess.StartAsync(
            Path.Combine(folder.Path, "entity"), database, seed, ("Cluster__Port", $"{port}"), ("Cluster__Roles__0", "entity"));
        await using var edge = await NodeProcess.StartAsync(Path.Combine(folder.Path, "edge"), database, seed, ("Cluster__Roles__0", "edge"));
        using var atEdge = new Management(edge);
        using var atEntity = new Management(entity);
        Assert.Contains("\"roles\":[\"edge\"]", await atEdge.GetAsync("/cluster/members"), StringComparison.Ordinal);
        Assert.Equal("""{"entityTypeKeys":[]}""", await atEdge.GetAsync("/cluster/shards"));
        Assert.Equal("""{"entityTypeKeys":["group","user"]}""", await atEntity.GetAsync("/cluster/shards"));
        Assert.Equal(HttpStatusCode.NotFound, await atEdge.StatusOfAsync("/cluster/shards/user"));

        await using var a = await ChatClient.SignInAsync(edge, "ada");
        await using var b = await ChatClient.SignInAsync(edge, "ben");
        await a.SendMessageAsync("ben", "c1", "by way of the other node");
        await a.ExpectAsync("message_ack");
        Assert.Equal("by way of the other node", (string?)(await b.ExpectAsync("message"))["payload"]!["content"]);

        var group = await RestClient.CreateGroupAsync(edge, "ada", "ben");
        await b.ExpectAsync("group_event");
        await a.SendToGroupAsync(group, "g1", "all of you");
        Assert.Equal("all of you", (string?)(await b.ExpectAsync("group_message"))["payload"]!["content"]);

        await Eventually.HoldsAsync(async () => (await atEntity.MetricsAsync()).GetValueOrDefault("""chat_entities_awake{kind="user"}""") >= 2);
    }
}
