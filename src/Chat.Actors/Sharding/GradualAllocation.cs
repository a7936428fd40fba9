using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Chat.Actors.Sharding;

/// <summary>
/// Moves a few shards at a time, and the next few when those have arrived. A shard that moves answers nobody, and the coordinator moves all that it is
/// given in step: eighty of them were each away for two to four seconds, where eight are for a quarter of one.
/// </summary>
/// <param name="even">Spreads shards evenly.</param>
/// <param name="leaving">Nodes that are to have no shards any more; asked in the coordinator, so it has to know at once.</param>
/// <param name="self">Of the coordinator's node.</param>
internal sealed class GradualAllocation(IShardAllocationStrategy even, Func<IReadOnlySet<Address>> leaving, Address self, TimeProvider time) : IShardAllocationStrategy
{
    /// <summary>Shards that move at the same time.</summary>
    public const int AtOnce = 8;

    /// <summary>Spreading anew has no haste: a node that has just come is still slow.</summary>
    public static readonly TimeSpan EvenInterval = TimeSpan.FromSeconds(2);

    private long _evenAt = time.GetTimestamp();

    public Task<IActorRef> AllocateShard(IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        even.AllocateShard(requester, shardId, Staying(currentShardAllocations));

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        if (rebalanceInProgress.Count > 0) return Nothing();
        var staying = Staying(currentShardAllocations);
        var moving = currentShardAllocations.Where(region => !staying.ContainsKey(region.Key)).SelectMany(region => region.Value).Take(AtOnce).ToImmutableHashSet();
        if (moving.Count > 0) return Task.FromResult<IImmutableSet<string>>(moving);
        if (time.GetElapsedTime(_evenAt) < EvenInterval) return Nothing();
        _evenAt = time.GetTimestamp();
        return even.Rebalance(staying, rebalanceInProgress);
    }

    /// <summary>Where shards may be; all regions where otherwise there were none.</summary>
    private IImmutableDictionary<IActorRef, IImmutableList<string>> Staying(IImmutableDictionary<IActorRef, IImmutableList<string>> regions)
    {
        var nodes = leaving();
        if (nodes.Count == 0) return regions;
        var staying = regions.Where(region => !nodes.Contains(AddressOf(region.Key))).ToImmutableDictionary();
        return staying.IsEmpty ? regions : staying;
    }

    private Address AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? self : region.Path.Address;

    private static Task<IImmutableSet<string>> Nothing() => Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);
}
