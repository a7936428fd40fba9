using Chat.Cluster.Tests.Harness;
using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.Cluster.Tests.Specs;

/// <summary>
/// One of three nodes is cut off from the others and not from the database: for a time both sides believe that they own the same entities
/// (R2). What either acknowledges must arrive.
/// </summary>
public sealed class PartitionTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("both ways")]
    [InlineData("one way")]
    public async Task The_smaller_side_ends_and_what_either_side_acked_is_delivered(string kind)
    {
        await using var cluster = await ClusterFixture.StartAsync(3);
        var (first, second, alone) = (cluster[0], cluster[1], cluster[2]);
        await using var everywhere = Traffic.Start(12, () => cluster.Nodes);
        await everywhere.FlowsAsync();
        await using var client = await ChatClient.SignInAsync(alone, "ada");

        if (kind == "both ways") await cluster.PartitionAsync(alone);
        else await cluster.MuteAsync(alone);
        await alone.Stopping.WaitAsync(TimeSpan.FromSeconds(60));
        await client.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1012, (int?)client.CloseCode);
        await cluster.LeaveAsync(alone);
        await cluster.MembersUpAsync(2);
        await using var again = await ComeBackAsync(second, "ada");
        await everywhere.FlowsAsync();
        await everywhere.VerifyAsync();
        output.WriteLine($"{kind}: {everywhere.Acked} acked, longest wait of a send {everywhere.LongestWait} ms");
    }

    /// <summary>As a client does: a shard that was about to move when the link broke is away for some seconds more, and 1013 says "come again".</summary>
    private static async Task<ChatClient> ComeBackAsync(ClusterNode node, string user)
    {
        ChatClient? back = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    back = await ChatClient.SignInAsync(node, user);
                }
                catch (InvalidOperationException e) when (e.Message.Contains("(close code 1013)", StringComparison.Ordinal))
                {
                    return false;
                }

                return true;
            },
            $"{user} is let in");
        return back!;
    }

    [SkippableFact]
    public async Task A_short_partition_heals_and_nobody_is_downed()
    {
        await using var cluster = await ClusterFixture.StartAsync(3);
        await using var traffic = Traffic.Start(8, () => cluster.Nodes);
        await traffic.FlowsAsync();
        var alone = cluster[2];
        await cluster.PartitionAsync(alone);
        await Eventually.HoldsAsync(() => alone.Cluster.State.Unreachable.Count > 0);
        await cluster.HealAsync(alone);
        await cluster.MembersUpAsync(3);
        Assert.False(alone.Stopping.IsCompleted);
        await traffic.FlowsAsync();
        await traffic.VerifyAsync();
        output.WriteLine($"{traffic.Acked} acked, longest wait of a send {traffic.LongestWait} ms");
    }
}
