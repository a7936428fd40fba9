using Chat.Cluster.Tests.Harness;
using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.Cluster.Tests.Specs;

/// <summary>Nodes that come and go in order, and one that does not: under traffic, and what was acked is there.</summary>
public sealed class MovingShardsTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_rolling_restart_loses_nothing_and_no_send_waits_long()
    {
        await using var cluster = await ClusterFixture.StartAsync(3);
        IReadOnlyList<IChatNode> serving = [.. cluster.Nodes];
        await using var traffic = Traffic.Start(12, () => Volatile.Read(ref serving));
        await traffic.FlowsAsync();
        for (var i = 0; i < 3; i++)
        {
            // As an update does it: the new node first, to which a part of the shards moves, then an old one goes.
            var oldest = cluster[0];
            await cluster.StartNodeAsync();
            await cluster.MembersUpAsync(4);
            Volatile.Write(ref serving, [.. cluster.Nodes.Where(n => n != oldest)]);
            var before = traffic.Acked;
            await cluster.LeaveAsync(oldest);
            output.WriteLine($"node {i} has left; {traffic.Acked - before} acked meanwhile; longest wait so far {traffic.LongestWait} ms");
            await cluster.MembersUpAsync(3);
            await traffic.FlowsAsync();
        }

        await traffic.VerifyAsync();
        output.WriteLine($"{traffic.Acked} acked, longest wait of a send {traffic.LongestWait} ms");
        Assert.InRange(traffic.LongestWait, 0, 5_000);
    }

    [SkippableFact]
    public async Task A_node_that_joins_takes_over_shards()
    {
        await using var cluster = await ClusterFixture.StartAsync(1);
        await using var traffic = Traffic.Start(24, () => cluster.Nodes);
        await traffic.FlowsAsync();
        var joined = await cluster.StartNodeAsync();
        await Eventually.HoldsAsync(joined.IsReadyAsync);
        Assert.True(await joined.FindsEntitiesAsync(), "it takes clients whose entities it cannot find");
        await cluster.MembersUpAsync(2);
        await Eventually.HoldsAsync(async () => (await joined.UsersHereAsync()).Count > 0);
        await traffic.VerifyAsync();
        output.WriteLine($"{traffic.Acked} acked, longest wait of a send {traffic.LongestWait} ms; {(await joined.UsersHereAsync()).Count} of 48 users have moved");
    }

    [SkippableFact]
    public async Task What_was_acked_before_a_crash_is_delivered_after_it()
    {
        await using var cluster = await ClusterFixture.StartAsync(3);
        await using var traffic = Traffic.Start(12, () => cluster.Nodes);
        await traffic.FlowsAsync();
        await cluster.CrashAsync(cluster[0]); // with it the seed, and the coordinator of the shards
        await cluster.MembersUpAsync(2);
        await traffic.FlowsAsync();
        await traffic.VerifyAsync();
        output.WriteLine($"{traffic.Acked} acked, longest wait of a send {traffic.LongestWait} ms");
    }
}
