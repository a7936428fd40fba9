using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Discovery;
using Chat.Node.Discovery;
using Chat.Node.Hosting;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using static Akka.Discovery.ServiceDiscovery;
using AkkaDiscovery = Akka.Discovery.Discovery;

namespace Chat.Node.Tests.Discovery;

/// <summary>Contact points from Kubernetes' API, loaded as Akka.Discovery loads any method.</summary>
public sealed class KubernetesDiscoveryTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _variable = $"CHAT_TEST_API_{Guid.NewGuid():N}";
    private readonly List<ActorSystem> _systems = [];
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        Environment.SetEnvironmentVariable(_variable, "127.0.0.1");
        Environment.SetEnvironmentVariable(_variable + "_PORT", $"{_server.Port}");
    }

    public async Task DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Running_pods_with_the_label_and_the_named_port_are_contact_points()
    {
        _server.Add("10.1.0.1", ports: [("http", 8080), ("management", 8558)]);
        _server.Add("10.1.0.2", ports: [("management", 9558)]);
        _server.Add("10.1.0.3", app: "other", ports: [("management", 8558)]);
        _server.Add("10.1.0.4", ports: [("http", 8080)]);
        _server.Add("", ports: [("management", 8558)]);
        _server.Add("10.1.0.6", ports: [("management", 8558)])["status"]!["phase"] = "Pending";
        _server.Add("10.1.0.7", ports: [("management", 8558)])["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        _server.Add("10.1.0.8", ports: [("management", 8558)])["status"]!.AsObject().Remove("podIP");
        Assert.Equal(["10.1.0.1:8558", "10.1.0.2:9558"], await FindAsync("management"));
        Assert.Equal(["10.1.0.1", "10.1.0.2", "10.1.0.4"], await FindAsync(null));
        Assert.Equal("/api/v1/namespaces/messaging/pods?labelSelector=app%3Dchat&limit=500&watch=false", _server.Asked[0]);
    }

    [Fact]
    public async Task A_waiting_container_is_left_out_where_its_name_is_given()
    {
        _server.Add("10.1.0.1");
        _server.Add("10.1.0.2")["status"]!["containerStatuses"]![0]!["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "CrashLoopBackOff" } };
        Assert.Equal(["10.1.0.1", "10.1.0.2"], await FindAsync(null));
        Assert.Equal(["10.1.0.1"], await FindAsync(null, "container-name = node"));
        Assert.Equal(["10.1.0.1", "10.1.0.2"], await FindAsync(null, "container-name = sidecar"));
    }

    [Fact]
    public async Task Pods_may_be_named_instead_of_numbered()
    {
        _server.Add("10.1.0.1");
        Assert.Equal(["10-1-0-1.messaging.pod.cluster.local"], await FindAsync(null, "use-raw-ip = off"));
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page()
    {
        _server.PageSize = 2;
        for (var i = 1; i <= 5; i++) _server.Add($"10.1.0.{i}");
        Assert.Equal(["10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4", "10.1.0.5"], await FindAsync(null));
        Assert.Equal(3, _server.Asked.Count);
    }

    [Fact]
    public async Task No_pods_is_an_answer() => Assert.Empty(await FindAsync("management"));

    [Fact]
    public async Task The_role_in_the_documentation_is_enough_and_without_list_the_hint_says_what_is_missing()
    {
        _server.Add("10.1.0.1");
        _server.Rules.Clear();
        _server.Rules.AddRange(RoleInTheDocumentation().Rules);
        Assert.Equal(["10.1.0.1"], await FindAsync(null));
        foreach (var rule in _server.Rules) rule.Verbs = ["get", "watch"];
        await FailsAsync("The Kubernetes API server forbids to list pods in namespace messaging: the pod's service account needs a Role with get, list and watch on pods, and a RoleBinding (docs/bootstrap.md)");
    }

    [Fact]
    public async Task All_namespaces_need_more_than_that_role() =>
        await FailsAsync("The Kubernetes API server forbids to list pods in all namespaces", "all-namespaces = on");

    [Fact]
    public async Task A_wrong_token_a_missing_authority_and_no_pod_at_all_are_told_apart()
    {
        await FailsAsync("this is no pod of Kubernetes", "api-service-host-env-name = CHAT_TEST_NO_SUCH_VARIABLE");
        await FailsAsync("Pods cannot be listed: ", "api-ca-path = \"/no/such/file\"");
        File.WriteAllText(_server.TokenPath, "of somebody else");
        await FailsAsync("The Kubernetes API server does not know the token in");
    }

    [Theory]
    [InlineData(410, "Expired", "The list of pods expired at the Kubernetes API server while it was read (410)")]
    [InlineData(500, "InternalError", "The Kubernetes API server answered 500 to a list of pods with app=chat")]
    [InlineData(429, "TooManyRequests", "The Kubernetes API server answered 429 to a list of pods with app=chat")]
    public async Task A_refusal_is_a_failed_look_up_and_the_next_one_may_succeed(int code, string reason, string line)
    {
        var discovery = Discovery();
        _server.Trouble = http => ApiServer.AnswerAsync(http, code, reason, "in trouble");
        Assert.StartsWith(line, (await Assert.ThrowsAsync<DiscoveryException>(() => discovery.Lookup(new Lookup("chat"), Limit))).Message, StringComparison.Ordinal);
        _server.Trouble = null;
        _server.Add("10.1.0.1");
        Assert.Single((await discovery.Lookup(new Lookup("chat"), Limit)).Addresses);
    }

    [Theory]
    [InlineData("<html>gateway</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"kind":"PodList","items":"none"}""")]
    [InlineData("""{"kind":"Status","status":"Success"}""")]
    public async Task Something_else_than_a_list_is_a_failed_look_up(string text)
    {
        _server.Trouble = http => http.Response.WriteAsync(text);
        await FailsAsync("");
    }

    [Fact]
    public async Task A_slow_server_is_waited_for_no_longer_than_the_limit()
    {
        _server.Trouble = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await FailsAsync("The Kubernetes API server did not answer within 0.2 s", limit: TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task A_pod_that_is_half_told_breaks_nothing()
    {
        _server.Pods.Add(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "chat" } } });
        _server.Add("not an address");
        _server.Add("10.1.0.1");
        Assert.Equal(["10.1.0.1"], await FindAsync(null));
    }

    private async Task<IEnumerable<string>> FindAsync(string? portName, string hocon = "") =>
        (await Discovery(hocon).Lookup(new Lookup("chat", portName, "tcp"), Limit)).Addresses.Select(target => target.Port is { } port ? $"{target.Host}:{port}" : target.Host);

    private async Task FailsAsync(string line, string hocon = "", TimeSpan? limit = null)
    {
        var failure = await Assert.ThrowsAsync<DiscoveryException>(() => Discovery(hocon).Lookup(new Lookup("chat", null, "tcp"), limit ?? Limit));
        Assert.Contains(line, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    /// <param name="hocon">Below <c>akka.discovery.kubernetes-api</c>.</param>
    private ServiceDiscovery Discovery(string hocon = "")
    {
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka { loglevel = OFF, stdout-loglevel = OFF }
            akka.discovery.method = kubernetes-api
            akka.discovery.kubernetes-api {
              api-ca-path = "{{_server.CaPath}}"
              api-token-path = "{{_server.TokenPath}}"
              pod-namespace-path = "{{_server.NamespacePath}}"
              api-service-host-env-name = {{_variable}}
              api-service-port-env-name = {{_variable}}_PORT
              {{hocon}}
            }
            """);
        var system = ActorSystem.Create("chat", config.WithFallback(NodeHocon.Reference));
        _systems.Add(system);
        return AkkaDiscovery.Get(system).Default;
    }

    private static V1Role RoleInTheDocumentation()
    {
        var text = File.ReadAllText(WorkingCopy.Path("docs", "bootstrap.md"));
        var blocks = text.Split("```yaml", StringSplitOptions.None).Skip(1).Select(block => block.Split("```")[0]);
        return blocks.SelectMany(block => KubernetesYaml.LoadAllFromString(block)).OfType<V1Role>().Single();
    }
}
