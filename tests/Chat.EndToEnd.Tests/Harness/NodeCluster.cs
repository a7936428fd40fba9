namespace Chat.EndToEnd.Tests.Harness;

/// <summary>Several nodes of one cluster on one PostgreSQL; the first is the seed.</summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<NodeProcess> _nodes = [];

    public int Count => _nodes.Count;

    public NodeProcess this[int index] => _nodes[index];

    /// <summary>What they have logged, for the message of a test that failed.</summary>
    public string Output => string.Join('\n', _nodes.Select((node, i) => $"--- node {i}\n{node.Output}"));

    /// <summary>Skips the test where there is no PostgreSQL.</summary>
    public static async Task<NodeCluster> StartAsync(int nodes, params (string Key, string Value)[] settings)
    {
        var database = await NodeDatabase.PostgresAsync();
        var cluster = new NodeCluster();
        try
        {
            var port = FreePort.Take();
            (string, string)[] all = [.. settings, ("Cluster__SeedNodes__0", $"akka.tcp://chat@127.0.0.1:{port}")];
            for (var i = 0; i < nodes; i++)
                cluster._nodes.Add(await NodeProcess.StartAsync(
                    Path.Combine(cluster._folder.Path, $"node{i}"), database, i == 0 ? [.. all, ("Cluster__Port", $"{port}")] : all));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _nodes.Count - 1; i >= 0; i--)
            await _nodes[i].DisposeAsync();
        _folder.Dispose();
    }
}
