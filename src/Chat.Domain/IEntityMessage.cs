using Chat.Protocol.Entities;

namespace Chat.Domain;

/// <summary>What can be sent to an entity; the only thing a shard region looks at is its address.</summary>
public interface IEntityMessage
{
    EntityAddress Entity { get; }
}
