using Chat.Protocol.Entities;

namespace Chat.Actors.Entities;

/// <summary>Reads rows of an entity's journal beside recovery: bodies that the entity did not keep in memory (R4).</summary>
public interface IEntityRows
{
    /// <summary>At most <paramref name="max"/> rows from a sequence number on, in order.</summary>
    /// <typeparam name="TEvent">What the entity's events are; other rows are passed over.</typeparam>
    Task<IReadOnlyList<(long SequenceNr, TEvent Event)>> ReadAsync<TEvent>(EntityAddress entity, long from, int max, CancellationToken cancellation)
        where TEvent : class;
}
