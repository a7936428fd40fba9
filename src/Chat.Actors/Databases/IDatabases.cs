using Chat.Protocol.Entities;

namespace Chat.Actors.Databases;

/// <summary>
/// The way from a slot to its database. A small install has one database for all slots; a large one maps ranges of slots to several,
/// so nothing joins across owners and every table begins with the owner's slot.
/// </summary>
public interface IDatabases
{
    IDatabase For(Slot slot);

    /// <summary>Every database, for what concerns no single owner: migrations, health, clean-up, searches.</summary>
    IReadOnlyList<IDatabase> All { get; }
}
