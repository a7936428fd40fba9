using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>A node that nobody lets in does not wait for ever: it ends with one line, and a supervisor has it try anew.</summary>
public sealed class JoiningTests
{
    [SkippableFact]
    public async Task A_node_whose_seeds_do_not_answer_ends_and_says_why()
    {
        var database = await NodeDatabase.PostgresAsync();
        using var folder = new TempFolder();
        var hocon = Path.Combine(folder.Path, "soon.conf");
        await File.WriteAllTextAsync(hocon, "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 2s");
        await using var alone = NodeProcess.Launch(
            Path.Combine(folder.Path, "alone"), database, ("Cluster__Hocon", hocon), ("Cluster__SeedNodes__0", $"akka.tcp://chat@127.0.0.1:{FreePort.Take()}"));
        Assert.Equal(1, await alone.WaitForExitAsync());
        Assert.Single(alone.Output.Split('\n'), line => line.TrimEnd().EndsWith("Started again, it tries anew.", StringComparison.Ordinal));
        Assert.DoesNotContain("Listening on", alone.Output, StringComparison.Ordinal);
    }
}
