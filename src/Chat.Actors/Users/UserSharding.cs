using Akka.Cluster.Hosting;
using Akka.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Entities;
using Chat.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Actors.Users;

/// <summary>Marks the region of users in the actor registry.</summary>
public sealed class UserRegion;

/// <summary>The users of the cluster, spread over its nodes by shard.</summary>
internal static class UserSharding
{
    public static AkkaConfigurationBuilder AddUserSharding(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithShardRegion<UserRegion>(
            EntityTypes.Users,
            (_, _, _) => entityId => UserActor.Props(entityId, sp.GetRequiredService<UserDependencies>()),
            new EntityMessageExtractor(),
            new ShardOptions { Role = ChatActorsHosting.EntityRole, HandOffStopMessage = HandOff.Instance })
        .UseUsers(sp);

    /// <summary>The way to users for a node that has none itself.</summary>
    public static AkkaConfigurationBuilder AddUserProxy(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithShardRegionProxy<UserRegion>(EntityTypes.Users, ChatActorsHosting.EntityRole, new EntityMessageExtractor())
        .UseUsers(sp);

    private static AkkaConfigurationBuilder UseUsers(this AkkaConfigurationBuilder akka, IServiceProvider sp) =>
        akka.AddStartup((_, registry) => sp.GetRequiredService<ShardedEntities>().UseUsers(registry.Get<UserRegion>()));
}
