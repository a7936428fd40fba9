using Akka.Remote.Transport;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.Cluster.Tests.Harness;

/// <summary>
/// Several nodes in this process, built as the program builds them, on one fresh database of PostgreSQL. Times of the cluster are shorter than
/// in production; what the numbers of production are worth is measured with processes.
/// </summary>
internal sealed class ClusterFixture : IAsyncDisposable
{
    private const string Fast =
        """
        akka.stdout-loglevel = OFF
        akka.remote {
          dot-netty.tcp.applied-adapters = ["trttl", "gremlin"]
          retry-gate-closed-for = 500ms
        }
        akka.cluster {
          gossip-interval = 200ms
          leader-actions-interval = 200ms
          failure-detector { heartbeat-interval = 300ms, acceptable-heartbeat-pause = 2s }
          split-brain-resolver.stable-after = 1500ms
        }
        """;

    private readonly TempFolder _folder = new();
    private readonly List<ClusterNode> _nodes = [];
    private readonly NodeDatabase _database;
    private readonly string _hocon;
    private readonly (string Key, string Value)[] _settings;
    private int _started;

    private ClusterFixture(NodeDatabase database, (string, string)[] settings)
    {
        (_database, _settings) = (database, settings);
        _hocon = Path.Combine(_folder.Path, "cluster.hocon");
        File.WriteAllText(_hocon, Fast);
    }

    /// <summary>Those that run.</summary>
    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    public ClusterNode this[int index] => _nodes[index];

    /// <summary>Skips the test where there is no PostgreSQL.</summary>
    /// <param name="settings">Of all nodes: keys as environment variables have them, without <c>Chat__</c>.</param>
    public static async Task<ClusterFixture> StartAsync(int nodes, params (string Key, string Value)[] settings)
    {
        var cluster = new ClusterFixture(await NodeDatabase.PostgresAsync(), settings);
        try
        {
            for (var i = 0; i < nodes; i++)
                await cluster.StartNodeAsync();
            await cluster.MembersUpAsync(nodes);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<ClusterNode> StartNodeAsync(params (string Key, string Value)[] settings)
    {
        var number = _started++;
        Dictionary<string, string> all = new()
        {
            ["DataFolder"] = Path.Combine(_folder.Path, $"node{number}"),
            ["Http:Host"] = "127.0.0.1",
            ["Http:Port"] = "0",
            ["Http:PublicUrl"] = $"ws://node{number}.example/ws",
            ["Cluster:Port"] = "0",
            ["Management:Port"] = "0",
            ["Admin:Port"] = "0",
            ["Cluster:Hocon"] = _hocon,
            ["Auth:SigningKey"] = NodeProcess.SigningKey,
            ["Database:Provider"] = _database.Provider,
            ["Database:ConnectionString"] = _database.ConnectionString + ";Maximum Pool Size=20",
            ["Limits:SendsPerSecond"] = "100000",
            ["Limits:SendBurst"] = "100000",
            ["Limits:UnauthenticatedPerAddress"] = "1000",
            ["Limits:ReconnectSpread"] = "00:00:01",
        };
        if (_nodes.Count > 0) all["Cluster:SeedNodes:0"] = _nodes[0].Address.ToString();
        foreach (var (key, value) in _settings.Concat(settings))
            all[key.Replace("__", ":", StringComparison.Ordinal)] = value;
        string[] arguments = [.. all.Select(setting => $"--Chat:{setting.Key}={setting.Value}"), "--Logging:LogLevel:Default=Warning"];
        var node = await ClusterNode.StartAsync(arguments);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Each of them sees as many that are up and answer, and knows them from the registry.</summary>
    public Task MembersUpAsync(int count) => Eventually.HoldsAsync(
        () => _nodes.TrueForAll(node => node.MembersUp == count && node.Registry.Nodes.Count == count),
        () => string.Join("; ", _nodes.Select(node => $"{node.Address}: {node.MembersUp} up, {node.Registry.Nodes.Count} known")));

    public async Task LeaveAsync(ClusterNode node)
    {
        _nodes.Remove(node);
        await node.LeaveAsync();
    }

    public async Task CrashAsync(ClusterNode node)
    {
        _nodes.Remove(node);
        await node.CrashAsync();
    }

    /// <summary>Not a word between the node and all others, in either direction.</summary>
    public Task PartitionAsync(ClusterNode node) => CutOffAsync(node, ThrottleTransportAdapter.Direction.Both);

    /// <summary>The node hears the others, and none of them hears it.</summary>
    public Task MuteAsync(ClusterNode node) => CutOffAsync(node, ThrottleTransportAdapter.Direction.Send);

    public async Task HealAsync(ClusterNode node)
    {
        foreach (var other in _nodes.Where(other => other != node))
        {
            await node.UncutAsync(other);
            await other.UncutAsync(node);
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _nodes.Count - 1; i >= 0; i--)
            await _nodes[i].DisposeAsync();
        _folder.Dispose();
    }

    private async Task CutOffAsync(ClusterNode node, ThrottleTransportAdapter.Direction direction)
    {
        foreach (var other in _nodes.Where(other => other != node))
        {
            await node.CutAsync(other, direction);
            if (direction == ThrottleTransportAdapter.Direction.Both) await other.CutAsync(node, direction);
        }
    }
}
