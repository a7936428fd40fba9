using System.Net;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>The management listener of a node that serves users.</summary>
public sealed class ManagementListenerTests(RunningNode running) : IClassFixture<RunningNode>
{
    [Fact]
    public async Task Neither_listener_has_a_route_of_the_other()
    {
        using var management = new Management(running.Node);
        using var publicly = new HttpClient { BaseAddress = new Uri(running.Node.BaseAddress) };
        foreach (var path in new[] { "/alive", "/ready", "/metrics", "/bootstrap/seed-nodes", "/remote/address", "/cluster/members", "/cluster/shards", "/cluster/shards/user" })
        {
            Assert.Equal(HttpStatusCode.OK, await management.StatusOfAsync(path));
            using var answer = await publicly.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode} in public");
        }

        foreach (var path in new[] { "/", "/health", "/ws", "/api/connect", "/api/users/me", "/u/ada" })
            Assert.Equal(HttpStatusCode.NotFound, await management.StatusOfAsync(path));
    }

    [Fact]
    public async Task What_the_node_does_is_counted_and_readable_by_Prometheus()
    {
        using var management = new Management(running.Node);
        var before = await management.MetricsAsync();
        var (ada, ben) = (RunningNode.NewUser("ada"), RunningNode.NewUser("ben"));
        await using var a = await ChatClient.SignInAsync(running.Node, ada);
        await using var b = await ChatClient.SignInAsync(running.Node, ben);
        await a.SendMessageAsync(ben, "c1", "count me");
        await a.ExpectAsync("message_ack");
        await b.ExpectAsync("message");

        Dictionary<string, double> after = [];
        await Eventually.HoldsAsync(async () => (after = await management.MetricsAsync()).GetValueOrDefault("""chat_cluster_shards{kind="user"}""") >= 1);
        double Grown(string name) => after.GetValueOrDefault(name) - before.GetValueOrDefault(name);
        Assert.Equal(2, Grown("chat_connections_open"));
        Assert.Equal(2, Grown("chat_connections_attached"));
        Assert.Equal(2, Grown("""chat_entities_awake{kind="user"}"""));
        Assert.Equal(1, Grown("chat_sends_total"));
        Assert.Equal(1, Grown("chat_sends_acked_total"));
        Assert.Equal(1, Grown("chat_sends_duration_seconds_count"));
        Assert.True(Grown("chat_journal_commit_rows_sum") >= 1);
        Assert.True(Grown("chat_journal_commit_duration_seconds_count") >= 1);
        Assert.True(Grown("chat_frames_in_total") >= 3);
        Assert.Equal(1, after["""chat_cluster_members{status="up"}"""]);
        Assert.Equal(0, after["""chat_cluster_members{status="down"}"""]);
        Assert.Equal(0, after["chat_cluster_unreachable"]);
        Assert.Equal(1, after["chat_node_ready"]);
        Assert.Equal(0, after["chat_node_draining"]);
        var documented = await File.ReadAllTextAsync(Repository.Path("docs", "metrics.md"));
        Assert.All(after.Keys.Where(name => name.StartsWith("chat_", StringComparison.Ordinal)), name => Assert.Contains($"`{Prometheus.NameOf(name)}", documented, StringComparison.Ordinal));
        Assert.Contains(after.Keys, name => name.StartsWith("dotnet_process_memory_working_set", StringComparison.Ordinal));
        Assert.Contains(after.Keys, name => name.StartsWith("kestrel_active_connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_node_with_one_line()
    {
        using var folder = new TempFolder();
        var taken = new Uri(running.Node.ManagementAddress).Port;
        await using var second = NodeProcess.Launch(folder.Path, NodeDatabase.Sqlite, ("Management__Port", $"{taken}"));
        Assert.Equal(1, await second.WaitForExitAsync());
        await Eventually.HoldsAsync(() => second.Output.Contains($"Chat__Management__Port: cannot listen on 127.0.0.1:{taken}", StringComparison.Ordinal), () => second.Output);
    }

    [Fact]
    public async Task A_file_with_settings_of_Akka_has_the_last_word()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "akka.conf");
        await File.WriteAllTextAsync(file, """akka.management.http.routes { metrics = "", cluster-shards = "" }""");
        await using var node = await NodeProcess.StartAsync(folder.Path, NodeDatabase.Sqlite, ("Cluster__Hocon", file));
        using var management = new Management(node);
        Assert.Equal(HttpStatusCode.OK, await management.StatusOfAsync("/alive"));
        Assert.Equal(HttpStatusCode.NotFound, await management.StatusOfAsync("/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, await management.StatusOfAsync("/cluster/shards"));
    }
}
