using Akka.Cluster.Sharding;
using Chat.Domain;
using Chat.Protocol.Entities;

namespace Chat.Actors.Entities;

/// <summary>From a message to its entity and shard: <c>murmur3(id) &amp; 4095</c>, modulo 256, the same on every node for ever.</summary>
public sealed class EntityMessageExtractor : IMessageExtractor
{
    public string? EntityId(object message) => (message as IEntityMessage)?.Entity.Id;

    public object EntityMessage(object message) => message;

    [Obsolete("The interface still asks for it.")]
    public string? ShardId(object message) =>
        EntityId(message) is { } id ? ShardId(id) : null;

    public string ShardId(string entityId, object? messageHint = null) => Slot.Of(entityId).ShardId;
}
