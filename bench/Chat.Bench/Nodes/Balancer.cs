using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chat.Bench.Nodes;

/// <summary>
/// HAProxy in front of a cluster. A node that drains or is gone says so to the health check within a second; what meets it before that is
/// given to another one.
/// </summary>
internal sealed class Balancer : IDisposable
{
    private readonly ChildProcess _process;

    public Balancer(string folder, IEnumerable<IPEndPoint> nodes)
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, FreePort());
        var file = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(file, Configuration(EndPoint, nodes));
        _process = new ChildProcess(Program(), ["-db", "-f", file], folder, Path.Combine(folder, "haproxy.log"), new Dictionary<string, string>(), _ => false);
        WaitUntilItListens();
    }

    public IPEndPoint EndPoint { get; }

    public int Pid => _process.Id;

    public void Dispose() => _process.Dispose();

    public static string Configuration(IPEndPoint balancer, IEnumerable<IPEndPoint> nodes)
    {
        var text = new StringBuilder($"""
            global
                maxconn 9000
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 60s
                timeout tunnel 3m
                retries 3
                option redispatch 1
                retry-on conn-failure empty-response 503
                default-server check inter 1s fastinter 200ms fall 1 rise 1
            frontend clients
                bind {balancer}
                default_backend nodes
            backend nodes
                balance leastconn
                http-reuse never
                option httpchk GET /health

            """);
        var number = 0;
        foreach (var node in nodes)
            text.Append($"    server node{++number} {node}\n");
        return text.ToString();
    }

    private static string Program() =>
        ((string[])["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy"]).FirstOrDefault(File.Exists)
        ?? throw new BenchException("HAProxy is not installed (apt-get install haproxy).");

    private void WaitUntilItListens()
    {
        for (var waited = 0; waited < 10_000; waited += 50)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(EndPoint);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(50);
            }
        }

        throw new BenchException("HAProxy does not listen.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
