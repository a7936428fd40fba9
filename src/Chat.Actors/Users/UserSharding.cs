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
    public const string TypeName = "user";

    public static AkkaConfigurationBuilder AddUserSharding(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithShardRegion<UserRegion>(
            TypeName,
            (_, _, _) => entityId => UserActor.Props(entityId, sp.GetRequiredService<UserDependencies>()),
            new EntityMessageExtractor(),
            new ShardOptions { Role = ChatActorsHosting.EntityRole, HandOffStopMessage = HandOff.Instance })
        .AddStartup((_, registry) => sp.GetRequiredService<ShardedEntities>().UseUsers(registry.Get<UserRegion>()));

    /// <summary>The way to users for a node that has none itself.</summary>
    public static AkkaConfigurationBuilder AddUserProxy(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithShardRegionProxy<UserRegion>(TypeName, ChatActorsHosting.EntityRole, new EntityMessageExtractor())
        .AddStartup((_, registry) => sp.GetRequiredService<ShardedEntities>().UseUsers(registry.Get<UserRegion>()));
}
