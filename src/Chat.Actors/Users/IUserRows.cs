using Chat.Domain.Users;
using Chat.Protocol.Entities;

namespace Chat.Actors.Users;

/// <summary>Reads rows of an entity's journal beside recovery: bodies that the entity did not keep in memory (R4).</summary>
public interface IUserRows
{
    /// <summary>At most <paramref name="max"/> rows from a sequence number on, in order.</summary>
    Task<IReadOnlyList<(long SequenceNr, UserEvent Event)>> ReadAsync(EntityAddress entity, long from, int max, CancellationToken cancellation);
}
