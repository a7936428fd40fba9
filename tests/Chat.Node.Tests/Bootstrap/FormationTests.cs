using Chat.Node.Tests.Connections.Harness;
using Xunit.Sdk;

namespace Chat.Node.Tests.Bootstrap;

/// <summary>Nodes that know nothing but each other's management listeners become one cluster, and never two.</summary>
public sealed class FormationTests
{
    [Fact]
    public async Task Three_nodes_form_one_cluster_begun_by_the_lowest_address()
    {
        var ports = BareNode.FreePorts(3);
        await using var third = BareNode.Start(ports[2], ports);
        await using var second = BareNode.Start(ports[1], ports);
        await using var first = BareNode.Start(ports[0], ports);
        await AreOneAsync(first, second, third);
        Assert.True(new[] { second, third }.All(other => first.Cluster.SelfMember.IsOlderThan(other.Cluster.SelfMember)));
    }

    [Fact]
    public async Task Without_the_required_number_nobody_begins_and_a_late_node_completes_it()
    {
        var ports = BareNode.FreePorts(3);
        await using var first = BareNode.Start(ports[0], ports);
        await using var second = BareNode.Start(ports[1], ports);
        await HasSaidAsync("2 of the 3 required contact points have answered", first, second);
        Assert.False(first.IsUp || second.IsUp);
        await using var third = BareNode.Start(ports[2], ports);
        await AreOneAsync(first, second, third);
    }

    [Fact]
    public async Task A_dead_contact_point_keeps_a_new_cluster_from_beginning_but_nobody_from_joining_one()
    {
        var ports = BareNode.FreePorts(3);
        var (alive, dead) = (ports[..2], ports[2]);
        await using var first = BareNode.Start(alive[0], [.. alive, dead], required: 2);
        await using var second = BareNode.Start(alive[1], [.. alive, dead], required: 2);
        await HasSaidAsync($"no answer from 127.0.0.1:{dead}", first, second); // it could be in a cluster already
        Assert.False(first.IsUp || second.IsUp);
        await first.Cluster.JoinAsync(first.Cluster.SelfAddress);
        await AreOneAsync(first, second);
    }

    [Fact]
    public async Task With_new_clusters_switched_off_a_node_waits_for_one()
    {
        var ports = BareNode.FreePorts(2);
        const string closed = "akka.management.cluster.bootstrap.new-cluster-enabled = off";
        await using var first = BareNode.Start(ports[0], ports, required: 1, hocon: closed);
        await using var second = BareNode.Start(ports[1], ports, required: 1, hocon: closed);
        await HasSaidAsync("new-cluster-enabled is off", first);
        await HasSaidAsync("is the lowest address and has to begin", second);
        Assert.False(first.IsUp || second.IsUp);
        await second.Cluster.JoinAsync(second.Cluster.SelfAddress);
        await AreOneAsync(first, second);
    }

    [Fact]
    public async Task Seed_nodes_in_the_configuration_leave_nothing_to_look_for()
    {
        var ports = BareNode.FreePorts(1);
        await using var seed = BareNode.Start(0, []);
        await seed.Cluster.JoinAsync(seed.Cluster.SelfAddress);
        await using var node = BareNode.Start(ports[0], ports, required: 5, hocon: $"akka.cluster.seed-nodes = [\"{seed.Cluster.SelfAddress}\"]");
        await AreOneAsync(seed, node);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nodes_that_start_at_random_moments_are_never_two_clusters(int seed)
    {
        var random = new Random(seed);
        var ports = BareNode.FreePorts(3);
        var delays = ports.Select(_ => TimeSpan.FromMilliseconds(random.Next(800))).ToArray();
        // Some installs ask for fewer than they start: then all that can be seen must still agree.
        var required = random.Next(2, 4);
        var starting = ports.Select(async (port, i) =>
        {
            await Task.Delay(delays[i]); // the delay is what is tested
            return BareNode.Start(port, ports, required);
        }).ToList();
        var nodes = await Task.WhenAll(starting);
        try
        {
            await AreOneAsync(nodes);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    public static TheoryData<int> Seeds { get; } = new(Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("CHAT_FORMATION_RUNS"), out var runs) ? runs : 5));

    /// <summary>Each has all of them and nobody else as members: of two clusters, neither would.</summary>
    private static async Task AreOneAsync(params BareNode[] nodes)
    {
        var all = nodes.Select(node => node.Cluster.SelfAddress).ToHashSet();
        try
        {
            foreach (var node in nodes)
                await Eventually.HoldsAsync(() => all.SetEquals(node.Members), $"{node.Cluster.SelfAddress} has {all.Count} members");
        }
        catch (XunitException e)
        {
            throw new XunitException(string.Join('\n', [e.Message, .. nodes.SelectMany(node => LogLines.Of(node.System))]));
        }
    }

    private static async Task HasSaidAsync(string part, params BareNode[] nodes)
    {
        foreach (var node in nodes) await Eventually.HoldsAsync(() => node.HasSaid(part), $"the log says: {part}");
    }
}
