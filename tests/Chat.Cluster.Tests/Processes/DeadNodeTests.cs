using System.Diagnostics;
using Chat.Cluster.Tests.Harness;
using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.Cluster.Tests.Processes;

/// <summary>Real processes with the times of production: what others see of the users of a node that dies or is silent for long.</summary>
[Trait("Length", "long")]
public sealed class DeadNodeTests(ITestOutputHelper output)
{
    /// <summary>Their entities are spread over all three nodes: some die with their users' connections, some do not.</summary>
    private const int Users = 24;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(0)] // the seed, with the coordinator of the shards
    public async Task The_users_of_a_killed_node_are_offline_for_others_within_15_s_and_on_line_again_at_once(int killed)
    {
        await using var cluster = await NodeCluster.StartAsync(3);
        var users = Enumerable.Range(1, Users).Select(i => $"user{i}").ToList();
        var clients = new List<ChatClient>();
        foreach (var user in users)
            clients.Add(await ChatClient.SignInAsync(cluster[killed], user));
        await using var stays = await ChatClient.SignInAsync(cluster[1], "stays");
        await using var watcher = await Follower.StartAsync(cluster[1], "watcher", [.. users, "stays"]);
        await watcher.SeesAsync("online", [.. users, "stays"]);

        await cluster[killed].KillAsync();
        var since = Stopwatch.StartNew();
        // One comes back before anybody has found out that the node is dead.
        await using var early = await ComesBackAsync(cluster, users[0]);
        output.WriteLine($"signed in elsewhere {since.Elapsed.TotalSeconds:F1} s after the kill");
        await watcher.SeesAsync("offline", [.. users.Skip(1)]);
        var known = since.Elapsed;
        output.WriteLine($"all offline {known.TotalSeconds:F1} s after the kill");

        var back = Stopwatch.StartNew();
        await using var late = await ChatClient.SignInAsync(cluster[1], users[1]);
        await watcher.SeesAsync("online", users[1]);
        output.WriteLine($"on line again {back.ElapsedMilliseconds} ms after signing in");
        Assert.DoesNotContain((users[0], "offline"), watcher.Told);
        Assert.DoesNotContain(("stays", "offline"), watcher.Told);
        Assert.True(known < Bound, $"{known}");
        Assert.True(back.Elapsed < TimeSpan.FromSeconds(3), $"{back.Elapsed}");
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private async Task<ChatClient> ComesBackAsync(NodeCluster cluster, string user)
    {
        try
        {
            return await ChatClient.SignInAsync(cluster[1], user);
        }
        catch (InvalidOperationException)
        {
            output.WriteLine(cluster.Output);
            throw;
        }
    }

    [SkippableFact]
    public async Task A_process_that_was_paused_until_its_shards_had_moved_acks_nothing_falsely_and_ends_to_be_started_anew()
    {
        await using var cluster = await NodeCluster.StartAsync(3, ("Users__SnapshotEvery", "10"));
        await using var traffic = Traffic.Start(12, () => [cluster[0], cluster[1]], window: 8);
        // These stay with the one that is paused, and have sends under way when it is and when it wakes up.
        await using var paused = Traffic.Start(6, () => [cluster[2]], window: 8, name: "stuck");
        await Task.WhenAll(traffic.FlowsAsync(), paused.FlowsAsync());
        await cluster[2].SignalAsync("STOP");
        // The others have gone on: entities have moved, taken snapshots and let rows go.
        var since = Stopwatch.StartNew();
        await traffic.FlowsAsync(2_000);
        await Eventually.HoldsAsync(() => since.Elapsed > Bound);
        await cluster[2].SignalAsync("CONT");
        await Eventually.HoldsAsync(() => cluster[2].HasExited, () => cluster[2].Output);
        var code = await cluster[2].WaitForExitAsync();
        output.WriteLine($"paused {since.Elapsed.TotalSeconds:F1} s, ended with {code}: {cluster[2].Output.Split('\n')[^1]}");
        Assert.NotEqual(0, code);
        await traffic.VerifyAsync();
        // What its clients were acked, to the end, is there for them at another node.
        paused.MoveTo(() => [cluster[0], cluster[1]]);
        await paused.VerifyAsync();
        output.WriteLine($"{traffic.Acked} and {paused.Acked} acked");
    }
}
