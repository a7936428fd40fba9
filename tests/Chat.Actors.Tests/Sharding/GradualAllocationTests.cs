using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Chat.Actors.Sharding;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Actors.Tests.Sharding;

/// <summary>Shards move a few at a time, from nodes that leave first, and to none of those.</summary>
public sealed class GradualAllocationTests
{
    private static readonly Address Self = new("akka.tcp", "chat", "10.0.0.1", 4053), Other = new("akka.tcp", "chat", "10.0.0.2", 4053), Third = new("akka.tcp", "chat", "10.0.0.3", 4053);

    private readonly FakeTimeProvider _time = new();
    private readonly HashSet<Address> _leaving = [];
    private readonly FirstOf _even = new();
    private readonly Region _here = new(new Address("akka", "chat")), _there = new(Other), _third = new(Third);
    private readonly GradualAllocation _allocation;

    public GradualAllocationTests() => _allocation = new GradualAllocation(_even, () => _leaving, Self, _time);

    [Fact]
    public async Task A_node_that_leaves_gives_its_shards_away_a_few_at_a_time_and_the_next_when_these_have_moved()
    {
        _leaving.Add(Other);
        var moving = await RebalanceAsync((_here, 10), (_there, 20));
        Assert.Equal(GradualAllocation.AtOnce, moving.Count);
        Assert.All(moving, shard => Assert.StartsWith(Other.Host, shard, StringComparison.Ordinal));
        Assert.Empty(await _allocation.Rebalance(Regions((_here, 10), (_there, 20)), moving));
        Assert.Equal(3, (await RebalanceAsync((_here, 27), (_there, 3))).Count);
    }

    [Fact]
    public async Task The_coordinators_own_node_is_known_by_its_address()
    {
        _leaving.Add(Self);
        Assert.All(await RebalanceAsync((_here, 10), (_there, 20)), shard => Assert.StartsWith("here", shard, StringComparison.Ordinal));
        Assert.Same(_there, await AllocateAsync((_here, 0), (_there, 20)));
    }

    [Fact]
    public async Task Nothing_is_allocated_to_a_node_that_leaves_unless_all_do()
    {
        _leaving.UnionWith([Other, Third]);
        Assert.Same(_here, await AllocateAsync((_there, 0), (_third, 0), (_here, 50)));
        _leaving.Add(Self);
        Assert.NotNull(await AllocateAsync((_there, 0), (_third, 0), (_here, 50)));
        Assert.Empty(await RebalanceAsync((_there, 4), (_third, 4), (_here, 50)));
    }

    [Fact]
    public async Task Spreading_anew_has_no_haste_and_leaves_out_who_leaves()
    {
        Assert.Empty(await RebalanceAsync((_here, 20), (_there, 0)));
        _time.Advance(GradualAllocation.EvenInterval);
        Assert.Single(await RebalanceAsync((_here, 20), (_there, 0)));
        Assert.Empty(await RebalanceAsync((_here, 20), (_there, 0)));
        _time.Advance(GradualAllocation.EvenInterval);
        _leaving.Add(Other);
        Assert.Single(await RebalanceAsync((_here, 20), (_there, 0)));
        Assert.Equal([_here], _even.Asked.Keys);
    }

    private Task<IImmutableSet<string>> RebalanceAsync(params (Region Region, int Shards)[] regions) =>
        _allocation.Rebalance(Regions(regions), ImmutableHashSet<string>.Empty);

    private Task<IActorRef> AllocateAsync(params (Region Region, int Shards)[] regions) => _allocation.AllocateShard(_here, "new", Regions(regions));

    private static ImmutableDictionary<IActorRef, IImmutableList<string>> Regions(params (Region Region, int Shards)[] regions) => regions.ToImmutableDictionary(
        region => (IActorRef)region.Region,
        region => (IImmutableList<string>)Enumerable.Range(0, region.Shards).Select(n => $"{region.Region.Path.Address.Host ?? "here"}-{n}").ToImmutableList());

    private sealed class Region(Address address) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(address) / "region";

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }

    /// <summary>Takes the first region, and its first shard.</summary>
    private sealed class FirstOf : IShardAllocationStrategy
    {
        public IImmutableDictionary<IActorRef, IImmutableList<string>> Asked { get; private set; } = ImmutableDictionary<IActorRef, IImmutableList<string>>.Empty;

        public Task<IActorRef> AllocateShard(IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
            Task.FromResult(currentShardAllocations.Keys.First());

        public Task<IImmutableSet<string>> Rebalance(IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
        {
            Asked = currentShardAllocations;
            return Task.FromResult<IImmutableSet<string>>(ImmutableHashSet.Create(currentShardAllocations.Values.SelectMany(shards => shards).First()));
        }
    }
}
