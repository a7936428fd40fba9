using System.Net;
using Chat.Bench.Nodes;

namespace Chat.Bench.Tests.Nodes;

public sealed class BalancerTests
{
    [Fact]
    public void Every_node_is_a_server_of_its_own()
    {
        var lines = Balancer.Configuration(
            new IPEndPoint(IPAddress.Loopback, 1000), [new IPEndPoint(IPAddress.Loopback, 1001), new IPEndPoint(IPAddress.Loopback, 1002)])
            .Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("bind 127.0.0.1:1000", lines);
        Assert.Contains("server node1 127.0.0.1:1001", lines);
        Assert.Contains("server node2 127.0.0.1:1002", lines);
    }
}
