using Akka.Actor;
using Chat.Actors.Addressing.Batches;
using Chat.Domain;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>
/// Entities of this cluster, through its shard regions, or with the next batch to the node that a shard has answered from. Answers do not
/// come to a sender: they are addressed as data.
/// </summary>
public sealed class ShardedEntities(NodeOutboxes outboxes, ShardHomes homes) : IEntities
{
    private volatile IActorRef _users = ActorRefs.Nobody;
    private volatile IActorRef _groups = ActorRefs.Nobody;

    internal ShardHomes Homes => homes;

    /// <summary>Set once the region has started; what is told before is lost, and told again by whoever needs an answer.</summary>
    internal void UseUsers(IActorRef region) => _users = region;

    internal void UseGroups(IActorRef region) => _groups = region;

    public void Tell(IEntityMessage message)
    {
        if (!outboxes.Any || homes.Of(message.Entity) is not { } node || outboxes.Of(node)?.Add(message) is not true)
            TellRegion(message);
    }

    internal void TellRegion(IEntityMessage message)
    {
        NodeMetrics.Routed.Add(1);
        (message.Entity.Kind == EntityKind.User ? _users : _groups).Tell(message, ActorRefs.NoSender);
    }
}
