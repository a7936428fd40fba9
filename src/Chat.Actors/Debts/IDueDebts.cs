using Chat.Actors.Databases;
using Chat.Protocol.Entities;

namespace Chat.Actors.Debts;

/// <summary>Which entities owe something to others for longer than is usual (R5), for the time when nobody else would wake them.</summary>
public interface IDueDebts
{
    Task OweAsync(EntityAddress entity, CancellationToken cancellation);

    Task PaidAsync(EntityAddress entity, CancellationToken cancellation);

    /// <summary>
    /// Entities of one database that are due, and those with rows younger than <paramref name="recent"/>: a node may have died between their
    /// commit and what follows from it. Where slots have come from another database, the time when they could not be written does not count.
    /// </summary>
    Task<IReadOnlyList<EntityAddress>> ToWakeAsync(IDatabase database, TimeSpan recent, CancellationToken cancellation);
}
