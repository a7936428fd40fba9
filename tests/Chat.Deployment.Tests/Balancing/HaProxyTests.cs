using Chat.Deployment.Tests.Harness;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>deploy/haproxy.cfg at work, with its own times, before nodes that come, fill up, drain and die.</summary>
public sealed class HaProxyTests : IAsyncLifetime
{
    private readonly int _nodesPort = Loopback.FreePort();
    private readonly NameServer _names = new();
    private readonly List<StandInNode> _nodes = [];
    private readonly List<Tunnel> _tunnels = [];
    private BalancerProcess _balancer = null!;

    public Task InitializeAsync() => Task.CompletedTask; // in the tests themselves, which may be skipped

    public async Task DisposeAsync()
    {
        _tunnels.ForEach(t => t.Dispose());
        if (_balancer is not null) await _balancer.DisposeAsync();
        foreach (var node in _nodes) await node.DisposeAsync();
        await _names.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_new_node_is_found_by_its_name_without_a_reload()
    {
        await StartAsync();
        await AddNodeAsync();
        await Eventually.HoldsAsync(async () => await NewSocketsGoToAsync() == 3, () => _balancer.Log);
        await Eventually.HoldsAsync(async () => await AskAsync("/api/who") == _nodes[2].Name, () => _balancer.Log);
    }

    [SkippableFact]
    public async Task A_full_node_gets_no_new_sockets_keeps_its_own_and_answers_requests()
    {
        await StartAsync();
        var (full, other) = (_nodes[0], _nodes[1]);
        using var old = await TunnelToAsync(full);
        full.IsFull = true;
        // Asked every 10 s; the second and third failure follow at once.
        await Eventually.HoldsAsync(async () => await NewSocketsGoToAsync() == 1 && _tunnels.All(t => t.Node == other.Name), () => _balancer.Log);
        Assert.Equal("still here", await old.EchoAsync("still here"));
        await Eventually.HoldsAsync(async () => await AskAsync("/api/who") == full.Name, () => _balancer.Log);

        full.IsFull = false;
        await Eventually.HoldsAsync(async () => await NewSocketsGoToAsync() == 2, () => _balancer.Log);
        Assert.Equal("all the time", await old.EchoAsync("all the time"));
    }

    [SkippableFact]
    public async Task A_client_does_not_notice_that_a_node_drains_or_dies()
    {
        await StartAsync();
        var (going, other) = (_nodes[0], _nodes[1]);
        using var old = await TunnelToAsync(going);
        going.IsDraining = true;
        var before = going.Upgrades;
        for (var i = 0; i < 20; i++)
            Assert.Equal(other.Name, (await OpenAsync()).Node);
        Assert.True(going.Upgrades > before, "The node was already out: nothing was refused.");
        Assert.Equal("until told to go", await old.EchoAsync("until told to go"));

        // Its refusals bring the checks forward: it is asked no more long before the third regular check.
        await Eventually.HoldsAsync(async () =>
        {
            var seen = going.Upgrades;
            for (var i = 0; i < 5; i++) await OpenAsync();
            return going.Upgrades == seen;
        }, () => _balancer.Log);

        await going.DisposeAsync();
        _nodes.Remove(going);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(other.Name, (await OpenAsync()).Node);
            Assert.Equal(other.Name, await AskAsync("/api/who"));
        }
    }

    [SkippableFact]
    public async Task Nodes_are_told_the_address_of_the_client_and_not_what_he_says_it_is()
    {
        await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_balancer.Port}") };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal("127.0.0.1", await http.GetStringAsync("/api/forwarded"));
    }

    /// <summary>With two nodes.</summary>
    private async Task StartAsync()
    {
        _balancer = BalancerProcess.HaProxy($"chat-nodes:{_nodesPort}", _names.Address);
        await AddNodeAsync();
        await AddNodeAsync();
        await Eventually.HoldsAsync(async () => await NewSocketsGoToAsync() == 2, () => _balancer.Log);
    }

    private async Task AddNodeAsync()
    {
        _nodes.Add(await StandInNode.StartAsync(Loopback.Address(_nodes.Count + 1), _nodesPort));
        _names.Set(_nodes.Select(n => n.Address));
    }

    /// <summary>How many nodes share eight new sockets.</summary>
    private async Task<int> NewSocketsGoToAsync()
    {
        _tunnels.ForEach(t => t.Dispose());
        _tunnels.Clear();
        try
        {
            for (var i = 0; i < 8; i++) await OpenAsync();
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            return 0; // it has not found any yet
        }

        return _tunnels.Select(t => t.Node).Distinct().Count();
    }

    private async Task<Tunnel> OpenAsync()
    {
        var tunnel = await Tunnel.OpenAsync(_balancer.Port);
        _tunnels.Add(tunnel);
        return tunnel;
    }

    private async Task<Tunnel> TunnelToAsync(StandInNode node)
    {
        while (true)
        {
            var tunnel = await Tunnel.OpenAsync(_balancer.Port);
            if (tunnel.Node == node.Name) return tunnel;
            _tunnels.Add(tunnel);
        }
    }

    private async Task<string> AskAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_balancer.Port}") };
        return await http.GetStringAsync(path);
    }
}
