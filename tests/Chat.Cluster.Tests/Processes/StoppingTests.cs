using System.Diagnostics;
using Chat.Cluster.Tests.Harness;
using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.Cluster.Tests.Processes;

/// <summary>SIGTERM, in the circumstances in which it comes.</summary>
[Trait("Length", "long")]
public sealed class StoppingTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Sigterm_of_one_of_three_under_load_and_a_second_one_and_a_client_that_never_answers()
    {
        await using var cluster = await NodeCluster.StartAsync(3);
        IReadOnlyList<IChatNode> serving = [cluster[0], cluster[1], cluster[2]];
        await using var traffic = Traffic.Start(12, () => Volatile.Read(ref serving));
        await traffic.FlowsAsync();
        using var mute = new DeafClient();
        await mute.SignInAsync(cluster[2], "deaf");

        Volatile.Write(ref serving, [cluster[0], cluster[1]]);
        var since = Stopwatch.StartNew();
        var stopping = cluster[2].StopAsync();
        using var health = new HttpClient();
        await Eventually.HoldsAsync(async () => cluster[2].HasExited || !(await health.GetAsync(cluster[2].BaseAddress + "/health")).IsSuccessStatusCode);
        output.WriteLine($"not ready after {since.ElapsedMilliseconds} ms");
        await cluster[2].SignalAsync("TERM");
        Assert.Equal(0, await stopping);
        output.WriteLine($"ended after {since.Elapsed.TotalSeconds:F1} s; longest wait of a send {traffic.LongestWait} ms");
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(60));
        await traffic.FlowsAsync();
        await traffic.VerifyAsync();
        Assert.InRange(traffic.LongestWait, 0, 5_000);
    }

    [SkippableFact]
    public async Task Sigterm_while_it_waits_for_a_cluster_that_is_not_there_ends_it_soon()
    {
        var database = await NodeDatabase.PostgresAsync();
        using var folder = new TempFolder();
        var port = FreePort.Take();
        await using var node = NodeProcess.Launch(
            folder.Path, database, ("Cluster__SeedNodes__0", $"akka.tcp://chat@127.0.0.1:{FreePort.Take()}"), ("Http__Port", $"{port}"));
        using var health = new HttpClient();
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                using var answer = await health.GetAsync($"http://127.0.0.1:{port}/health");
                return (await answer.Content.ReadAsStringAsync()).Contains("actors", StringComparison.Ordinal);
            }
            catch (HttpRequestException)
            {
                return false; // not yet
            }
        });
        var since = Stopwatch.StartNew();
        Assert.Equal(0, await node.StopAsync());
        output.WriteLine($"ended after {since.Elapsed.TotalSeconds:F1} s");
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(30), $"{since.Elapsed}");
    }
}
