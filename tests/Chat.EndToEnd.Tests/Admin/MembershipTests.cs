using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>A node that is taken in by hand, falls silent and is declared dead, as an operator sees it.</summary>
[Collection(AdminCluster.Collection)]
public sealed class MembershipTests(AdminCluster cluster)
{
    private const string DownUnreachable = "cluster down-unreachable";

    [SkippableFact]
    public async Task A_node_joins_by_hand_falls_silent_and_is_declared_dead()
    {
        AdminCluster.SkipWithoutPostgres();
        var transcript = new Transcript(cluster, "membership");
        var address = cluster.AddressOf(3);
        await using var fourth = cluster.LaunchAlone();
        await Eventually.HoldsAsync(() => fourth.Output.Contains("Admin on ", StringComparison.Ordinal));
        foreach (var command in new[] { "cluster status", $"cluster join -a {address}", $"cluster join -a {cluster.AddressOf(0)}" })
            transcript.Add(3, command, await AdminRun.RunAsync(fourth, command));
        await Eventually.HoldsAsync(async () => (await AdminRun.RunAsync(cluster[0], "cluster show")).Output.Contains($"{address} | [edge,entity] | up", StringComparison.Ordinal));
        await transcript.RunAsync("cluster show");

        // The others declare it dead by themselves some seconds after they have missed it: the command is given by a client that waits for that moment.
        using var ready = AdminRun.Start([cluster[0].AdminAddress], []);
        await ready.StandardInput.WriteLineAsync("cluster leader");
        Assert.Equal(cluster.AddressOf(0), await ready.StandardOutput.ReadLineAsync());
        bool DownOnceUnreachable(string line)
        {
            if (line != $"unreachable: {address}") return false;
            ready.StandardInput.WriteLine("cluster show");
            ready.StandardInput.WriteLine(DownUnreachable);
            ready.StandardInput.Close();
            return true;
        }

        var tail = AdminRun.UntilAsync(cluster[0], DownOnceUnreachable, "cluster", "tail");
        await fourth.SignalAsync("STOP");
        await tail;
        transcript.Add(0, $"cluster show; {DownUnreachable}", await AdminRun.EndAsync(ready));
        await transcript.CompareAsync();

        await fourth.SignalAsync("CONT");
        Assert.Equal(1, await fourth.WaitForExitAsync());
        await Eventually.HoldsAsync(
            async () => (await AdminRun.RunAsync(cluster[0], "cluster", "show")).Output.Contains("Count: 3 nodes", StringComparison.Ordinal), cluster.Describe);
    }
}
