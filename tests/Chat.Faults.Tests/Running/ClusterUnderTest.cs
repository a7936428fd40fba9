using System.Diagnostics;
using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;
using Chat.Faults.Tests.Network;
using Chat.Faults.Tests.Processes;

namespace Chat.Faults.Tests.Running;

/// <summary>Nodes in namespaces of their own, PostgreSQL, and HAProxy in front; all of it made for one run and gone after it.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    public const int Size = 3;

    private const int RemotingPort = 4053;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly string _folder;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(3) };

    private ClusterUnderTest(TestNetwork network, PostgresServer postgres, string folder) => (Network, Postgres, _folder) = (network, postgres, folder);

    public TestNetwork Network { get; }

    public PostgresServer Postgres { get; }

    public Balancer Balancer { get; private set; } = null!;

    public List<ChatNode> Nodes { get; } = [];

    /// <summary>Why it cannot be had here; null where it can.</summary>
    public static string? WhyNot() => TestNetwork.WhyNot() ?? Balancer.WhyNot() ?? PostgresServer.WhyNot();

    /// <param name="folder">For logs, configuration and data.</param>
    public static async Task<ClusterUnderTest> StartAsync(string folder, Timeline timeline)
    {
        var network = await TestNetwork.CreateAsync(Size);
        ClusterUnderTest? cluster = null;
        try
        {
            cluster = new ClusterUnderTest(
                network, await PostgresServer.StartAsync(network, Path.Combine(folder, "postgres"), Path.Combine(folder, "postgres.log")), folder);
            await cluster.StartNodesAsync(timeline);
            return cluster;
        }
        catch
        {
            if (cluster is not null) await cluster.DisposeAsync();
            else await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is missing before all nodes take traffic and see one another up; null where nothing is.</summary>
    public async Task<string?> MissingAsync()
    {
        foreach (var node in Nodes)
        {
            if (await AskAsync($"http://{node.Place.Address}:8080/health") is null) return $"{node.Name} is not ready";
            if (await AskAsync($"http://{node.Place.Address}:8558/cluster/members") is not { } cluster) return $"{node.Name} has no management";
            var up = cluster["members"]!.AsArray().Count(member => (string?)member!["status"] == "Up");
            var unreachable = cluster["unreachable"]!.AsArray().Count;
            if (up != Size || unreachable > 0) return $"{node.Name} knows of {up} members that are up, and of {unreachable} that it cannot reach";
        }

        return await AskAsync($"{Balancer.Address}health") is null ? "the balancer has found no node" : null;
    }

    /// <summary>Until nothing has been missing for a while, and no node has ended by itself meanwhile.</summary>
    /// <param name="settled">For how long: a node that was put out learns of it, and ends, some seconds after it is back.</param>
    public async Task WholeAsync(TimeSpan limit, TimeSpan settled)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan? whole = null;
        var ends = Nodes.Sum(node => node.OwnEnds);
        while (true)
        {
            var missing = await MissingAsync();
            if (missing is not null || Nodes.Sum(node => node.OwnEnds) != ends) (whole, ends) = (null, Nodes.Sum(node => node.OwnEnds));
            else whole ??= watch.Elapsed;
            if (watch.Elapsed - whole >= settled) return;
            if (watch.Elapsed > limit + settled) throw new InvalidOperationException($"After {limit.TotalSeconds:0} s the cluster is not whole: {missing}.");
            await Task.Delay(Look);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            node.Dispose();
        if (Balancer is not null) await Balancer.DisposeAsync();
        await Postgres.DisposeAsync();
        await Network.DisposeAsync();
        _http.Dispose();
        Directory.Delete(Path.Combine(_folder, "postgres"), recursive: true);
    }

    private async Task StartNodesAsync(Timeline timeline)
    {
        var addresses = Enumerable.Range(1, Size).Select(Network.AddressOf).ToArray();
        string[] seeds = [.. addresses.Select(address => $"akka.tcp://chat@{address}:{RemotingPort}")];
        for (var number = 1; number <= Size; number++)
        {
            var place = new NodePlace(
                number, addresses[number - 1], TestNetwork.Namespace(number), Path.Combine(_folder, $"n{number}.log"), seeds[number - 1], seeds);
            Nodes.Add(new ChatNode(place, Settings(place), timeline));
        }

        Balancer = await Balancer.StartAsync(Network, Size, _folder);
        await Task.WhenAll(Nodes.Select(node => node.StartFirstAsync()));
        await WholeAsync(StartLimit, settled: TimeSpan.Zero);
    }

    private Dictionary<string, string> Settings(NodePlace place) => new()
    {
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["Chat__DataFolder"] = Path.Combine(_folder, place.Name),
        ["Chat__Cluster__Host"] = place.Address,
        ["Chat__Cluster__Port"] = $"{RemotingPort}",
        ["Chat__Management__Host"] = place.Address,
        ["Chat__Auth__SigningKey"] = TestTokens.SigningKey,
        ["Chat__Database__Provider"] = "PostgreSQL",
        ["Chat__Database__ConnectionString"] = Postgres.ConnectionString,
        // Everybody comes from one address, the balancer's; and after a fault all at once.
        ["Chat__Limits__UnauthenticatedPerAddress"] = "1000",
    };

    /// <summary>Null where there is no answer, or none that is a success.</summary>
    private async Task<JsonNode?> AskAsync(string url)
    {
        try
        {
            using var answer = await _http.GetAsync(url);
            return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
