using Chat.Protocol.Entities;

namespace Chat.Actors.Entities;

/// <summary>
/// Which entity a number belongs to: from the id of a message alone an operator finds where it went. Nothing else relies on it, so what a crash
/// loses of it is missing there and nowhere else.
/// </summary>
public interface IEntityNames
{
    /// <summary>Written a moment later, or not at all where the database cannot be used for long.</summary>
    void Note(long number, EntityAddress entity);

    /// <returns>Null where it was not noted.</returns>
    Task<EntityAddress?> FindAsync(long number, CancellationToken cancellation);
}
