using Akka.Actor;
using Akka.Cluster.Sharding;
using Chat.Actors.Entities;
using Chat.Protocol.Entities;

namespace Chat.Node.Admin.Sharding;

/// <summary>
/// Where an entity is awake, found without waking it. The region of this node knows only the shards that something was sent to from here; for the
/// others all regions are asked which they have.
/// </summary>
internal sealed class EntityPlaces(ActorSystem system, ShardSpread spread)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <returns>Null where it sleeps.</returns>
    /// <exception cref="TimeoutException">That cannot be told at the moment; also as <see cref="AskTimeoutException"/>.</exception>
    public async Task<Address?> AwakeOnAsync(EntityAddress entity, CancellationToken cancellation)
    {
        var type = EntityTypes.Of(entity.Kind);
        var location = await ShardRegions.Of(system, type).Ask<EntityLocation>(new GetEntityLocation(entity.Id, Limit), Limit + Limit, cancellation);
        if (location.EntityRef.HasValue) return NodeOf(location.EntityRef.Value);
        if (location.ShardRegion != Address.AllSystems) return null; // the region is known, and has not got it awake
        var shard = entity.Slot.ShardId;
        if ((await spread.OfAsync(type, cancellation)).FirstOrDefault(region => region.Value.ContainsKey(shard)).Key is not { } region) return null;
        try
        {
            // The names that sharding gives to its actors.
            var path = new RootActorPath(region) / "system" / "sharding" / type / shard / Uri.EscapeDataString(entity.Id);
            return NodeOf(await system.ActorSelection(path).ResolveOne(Limit, cancellation));
        }
        catch (ActorNotFoundException)
        {
            return null;
        }
    }

    private Address NodeOf(IActorRef actor) =>
        actor.Path.Address.HasGlobalScope ? actor.Path.Address : ((ExtendedActorSystem)system).Provider.DefaultAddress;
}
