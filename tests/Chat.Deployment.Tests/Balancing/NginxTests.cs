using Chat.Deployment.Tests.Harness;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>deploy/nginx.conf at work, before nodes of which one drains and one dies.</summary>
public sealed class NginxTests
{
    [SkippableFact]
    public async Task A_client_does_not_notice_that_a_node_drains_or_dies()
    {
        var folder = Directory.CreateTempSubdirectory("chat-nginx-");
        var port = Loopback.FreePort();
        await using var first = await StandInNode.StartAsync(Loopback.Address(1), port);
        await using var second = await StandInNode.StartAsync(Loopback.Address(2), port);
        var third = await StandInNode.StartAsync(Loopback.Address(3), port);
        await using (var balancer = BalancerProcess.Nginx(folder.FullName, port))
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{balancer.Port}") };
            http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
            await Eventually.HoldsAsync(async () =>
            {
                try
                {
                    return await http.GetStringAsync("/api/forwarded") == "127.0.0.1";
                }
                catch (HttpRequestException)
                {
                    return false; // it has not started yet
                }
            }, () => balancer.Log);

            using var old = await Tunnel.OpenAsync(balancer.Port);
            await third.DisposeAsync();
            second.IsDraining = true;
            for (var i = 0; i < 12; i++)
            {
                using var tunnel = await Tunnel.OpenAsync(balancer.Port);
                Assert.Equal(first.Name, tunnel.Node);
                Assert.Equal("hello", await tunnel.EchoAsync("hello"));
            }

            Assert.NotEqual(0, second.Upgrades);
            if (old.Node != third.Name) Assert.Equal("still here", await old.EchoAsync("still here"));
        }

        folder.Delete(recursive: true);
    }
}
