using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Chat.Actors.Hosting;
using Chat.Node.Admin.Commands;

namespace Chat.Node.Admin.Sharding;

/// <summary>Which node has which shards, as the regions of the cluster say.</summary>
internal sealed class ShardSpread(ActorSystem system)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Cluster _cluster = Cluster.Get(system);

    /// <returns>Entities awake by shard, for each node.</returns>
    /// <exception cref="CommandException">There is no such type.</exception>
    public async Task<IReadOnlyDictionary<Address, IImmutableDictionary<string, int>>> OfAsync(string type, CancellationToken cancellation)
    {
        if (!ShardRegions.Types.Contains(type)) throw CommandException.Refused($"There is no region '{type}'. There are: {string.Join(", ", ShardRegions.Types)}.");
        var region = ShardRegions.Of(system, type);
        var stats = await region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Limit), Limit + Limit, cancellation);
        return stats.Regions.ToDictionary(r => r.Key, r => r.Value.Stats);
    }

    public Member? MemberAt(Address node) => _cluster.State.Members.FirstOrDefault(m => m.Address == node);

    public bool IsUnreachable(Member member) => _cluster.State.Unreachable.Contains(member);

    /// <summary>The coordinator is a singleton, and so on the oldest of those with entities.</summary>
    public Address? Coordinator =>
        _cluster.State.Members.Where(m => m.HasRole(ChatActorsHosting.EntityRole) && m.Status is MemberStatus.Up or MemberStatus.Leaving)
            .Order(Member.AgeOrdering).FirstOrDefault()?.Address;
}
