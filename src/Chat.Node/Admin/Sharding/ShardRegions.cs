using Akka.Actor;
using Akka.Cluster.Sharding;
using Chat.Actors.Entities;

namespace Chat.Node.Admin.Sharding;

/// <summary>The ways to entities that a node has: a region where it has entities itself, a proxy where it only takes connections.</summary>
internal static class ShardRegions
{
    public static IReadOnlyList<string> Types { get; } = [EntityTypes.Groups, EntityTypes.Users];

    public static IActorRef Of(ActorSystem system, string type)
    {
        try
        {
            return ClusterSharding.Get(system).ShardRegion(type);
        }
        catch (ArgumentException)
        {
            return ClusterSharding.Get(system).ShardRegionProxy(type);
        }
    }
}
