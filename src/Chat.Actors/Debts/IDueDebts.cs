using Chat.Protocol.Entities;

namespace Chat.Actors.Debts;

/// <summary>Which entities owe something to others for longer than is usual (R5), for the time when nobody else would wake them.</summary>
public interface IDueDebts
{
    Task OweAsync(EntityAddress entity, CancellationToken cancellation);

    Task PaidAsync(EntityAddress entity, CancellationToken cancellation);

    /// <summary>Entities that are due, and those with rows younger than <paramref name="recent"/>: a node may have died between their
    /// commit and what follows from it.</summary>
    Task<IReadOnlyList<EntityAddress>> ToWakeAsync(TimeSpan recent, CancellationToken cancellation);
}
