using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Chat.Actors.Entities;
using Chat.Actors.Hosting;
using Chat.Actors.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Actors.Sharding;

/// <summary>The regions of users and of groups: one shape for both.</summary>
internal static class EntityRegions
{
    /// <typeparam name="TRegion">Marks the region in the actor registry.</typeparam>
    public static AkkaConfigurationBuilder WithEntityRegion<TRegion>(
        this AkkaConfigurationBuilder akka, IServiceProvider sp, string type, Func<string, Props> entity, object handOff) =>
        akka.WithActors(async (system, registry) =>
        {
            var sharding = ClusterSharding.Get(system);
            registry.Register<TRegion>(await sharding.StartAsync(
                type, entity, ClusterShardingSettings.Create(system).WithRole(ChatActorsHosting.EntityRole), new EntityMessageExtractor(),
                Allocation(system, sp), handOff));
        });

    /// <summary>The way to them for a node that has none itself.</summary>
    public static AkkaConfigurationBuilder WithEntityProxy<TRegion>(this AkkaConfigurationBuilder akka, string type) =>
        akka.WithShardRegionProxy<TRegion>(type, ChatActorsHosting.EntityRole, new EntityMessageExtractor());

    private static GradualAllocation Allocation(ActorSystem system, IServiceProvider sp)
    {
        var even = ShardAllocationStrategy.LeastShardAllocationStrategy(GradualAllocation.AtOnce, relativeLimit: 1);
        (even as IActorSystemDependentAllocationStrategy)?.Start(system);
        var registry = sp.GetRequiredService<NodeRegistry>();
        return new GradualAllocation(even, () => Leaving(registry), Cluster.Get(system).SelfAddress, sp.GetRequiredService<TimeProvider>());
    }

    private static HashSet<Address> Leaving(NodeRegistry registry) =>
        [.. registry.Nodes.Where(node => node.IsLeaving).Select(node => Address.Parse(node.Address))];
}
