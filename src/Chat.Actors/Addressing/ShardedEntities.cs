using Akka.Actor;
using Chat.Domain;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>Entities of this cluster, through its shard regions. Answers do not come to a sender: they are addressed as data.</summary>
public sealed class ShardedEntities : IEntities
{
    private volatile IActorRef _users = ActorRefs.Nobody;
    private volatile IActorRef _groups = ActorRefs.Nobody;

    /// <summary>Set once the region has started; what is told before is lost, and told again by whoever needs an answer.</summary>
    internal void UseUsers(IActorRef region) => _users = region;

    internal void UseGroups(IActorRef region) => _groups = region;

    public void Tell(IEntityMessage message) =>
        (message.Entity.Kind == EntityKind.User ? _users : _groups).Tell(message, ActorRefs.NoSender);
}
