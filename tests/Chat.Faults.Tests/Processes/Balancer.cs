using Chat.Faults.Tests.Network;

namespace Chat.Faults.Tests.Processes;

/// <summary>HAProxy in front of the nodes.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    /// <summary>The response header in which it says which node a socket has come to.</summary>
    public const string NodeHeader = "X-Chat-Node";

    private readonly NamespaceProcess _process;

    private Balancer(NamespaceProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary><c>http://…:8080</c>.</summary>
    public Uri Address { get; }

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? WhyNot() => TestNetwork.IsInstalled("haproxy") ? null : "no haproxy: install haproxy";

    public static async Task<Balancer> StartAsync(TestNetwork network, int nodes, string folder)
    {
        var file = Path.Combine(folder, "haproxy.cfg");
        await File.WriteAllTextAsync(file, Configuration(network, nodes));
        var process = NamespaceProcess.Start(
            network.Hub, Path.Combine(folder, "haproxy.log"), "Loading success", new Dictionary<string, string>(), "haproxy", "-W", "-db", "-f", file);
        await process.ReadyAsync(TimeSpan.FromSeconds(20));
        return new Balancer(process, new Uri($"http://{network.HubAddress}:8080"));
    }

    // A node that answers 503 takes no new sockets, and keeps its old ones: a drain tells them itself when to go. Sockets of a node that
    // answers nothing at all stay, too: their clients notice by their heartbeats.
    private static string Configuration(TestNetwork network, int nodes) =>
        $"""
        global
            maxconn 4000
        defaults
            mode http
            timeout connect 2s
            timeout client 60s
            timeout server 60s
            timeout tunnel 1h
            timeout check 2s
            timeout http-request 10s
            option redispatch
            retries 2
        frontend public
            bind {network.HubAddress}:8080
            default_backend nodes
        backend nodes
            balance leastconn
            option httpchk GET /health
            http-check expect status 200
            http-response set-header {NodeHeader} %s
            default-server check inter 1s fall 2 rise 1
        {string.Join('\n', Enumerable.Range(1, nodes).Select(n => $"    server n{n} {network.AddressOf(n)}:8080"))}

        """;

    public async ValueTask DisposeAsync()
    {
        await _process.EndAsync(Signal.Terminate); // the master, which ends its worker
        _process.Dispose();
    }
}
