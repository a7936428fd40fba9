using Akka.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Entities;
using Chat.Actors.Sharding;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Actors.Groups;

/// <summary>Marks the region of groups in the actor registry.</summary>
public sealed class GroupRegion;

/// <summary>The groups of the cluster, spread over its nodes by shard.</summary>
internal static class GroupSharding
{
    public static AkkaConfigurationBuilder AddGroupSharding(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithEntityRegion<GroupRegion>(
            sp, EntityTypes.Groups, entityId => GroupActor.Props(entityId, sp.GetRequiredService<GroupDependencies>()), HandOff.Instance)
        .UseGroups(sp);

    /// <summary>The way to groups for a node that has none itself.</summary>
    public static AkkaConfigurationBuilder AddGroupProxy(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithEntityProxy<GroupRegion>(EntityTypes.Groups)
        .UseGroups(sp);

    private static AkkaConfigurationBuilder UseGroups(this AkkaConfigurationBuilder akka, IServiceProvider sp) =>
        akka.AddStartup((_, registry) => sp.GetRequiredService<ShardedEntities>().UseGroups(registry.Get<GroupRegion>()));
}
