using Akka.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Entities;
using Chat.Actors.Sharding;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Actors.Users;

/// <summary>Marks the region of users in the actor registry.</summary>
public sealed class UserRegion;

/// <summary>The users of the cluster, spread over its nodes by shard.</summary>
internal static class UserSharding
{
    public static AkkaConfigurationBuilder AddUserSharding(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithEntityRegion<UserRegion>(
            sp, EntityTypes.Users, entityId => UserActor.Props(entityId, sp.GetRequiredService<UserDependencies>()), HandOff.Instance)
        .UseUsers(sp);

    /// <summary>The way to users for a node that has none itself.</summary>
    public static AkkaConfigurationBuilder AddUserProxy(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithEntityProxy<UserRegion>(EntityTypes.Users)
        .UseUsers(sp);

    private static AkkaConfigurationBuilder UseUsers(this AkkaConfigurationBuilder akka, IServiceProvider sp) =>
        akka.AddStartup((_, registry) => sp.GetRequiredService<ShardedEntities>().UseUsers(registry.Get<UserRegion>()));
}
