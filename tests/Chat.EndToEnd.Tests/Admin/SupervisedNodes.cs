using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>Three nodes that are started anew whenever they end, at the same addresses: what systemd or Kubernetes do. For the scripts of <c>pbm/</c>.</summary>
public sealed class SupervisedNodes : IAsyncLifetime
{
    private const int Nodes = 3;

    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly NodeProcess[] _running = new NodeProcess[Nodes];
    private readonly bool[] _left = new bool[Nodes];
    private Task[] _watched = [];
    private int[] _cluster = [];
    private int[] _admin = [];
    private NodeDatabase? _database;

    internal NodeProcess this[int index] => _running[index];

    public string AdminOf(int index) => $"127.0.0.1:{_admin[index]}";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(NodeDatabase.PostgresVariable) is not { Length: > 0 }) return; // the tests say why they are skipped
        _database = await NodeDatabase.PostgresAsync();
        _cluster = [.. Enumerable.Range(0, Nodes).Select(_ => FreePort.Take())];
        _admin = [.. Enumerable.Range(0, Nodes).Select(_ => FreePort.Take())];
        for (var i = 0; i < Nodes; i++)
            _running[i] = await StartAsync(i);
        _watched = [.. Enumerable.Range(0, Nodes).Select(WatchAsync)];
    }

    /// <summary>It is not started anew until it is taken back.</summary>
    public void LetGo(int index) => Volatile.Write(ref _left[index], true);

    public void TakeBack(int index) => Volatile.Write(ref _left[index], false);

    private async Task WatchAsync(int index)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_running[index].HasExited && !Volatile.Read(ref _left[index]))
            {
                await _running[index].DisposeAsync();
                _running[index] = await StartAsync(index);
            }

            await Task.Delay(100);
        }
    }

    private Task<NodeProcess> StartAsync(int index) => NodeProcess.StartAsync(
        Path.Combine(_folder.Path, $"node{index}"), _database!,
        ("Cluster__Port", $"{_cluster[index]}"), ("Cluster__SeedNodes__0", $"akka.tcp://chat@127.0.0.1:{_cluster[0]}"),
        ("Cluster__SeedNodes__1", $"akka.tcp://chat@127.0.0.1:{_cluster[1]}"),
        ("Admin__Port", $"{_admin[index]}"), ("Limits__ReconnectSpread", "00:00:00.1"), ("Cleanup__Interval", "00:00:05"));

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_watched);
        foreach (var node in _running.Where(node => node is not null).Reverse())
            await node.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }
}
