using Chat.Protocol.Entities;

namespace Chat.Actors.Databases;

/// <summary>
/// The way from a slot to its database. A small install has one database for all slots; a large one maps ranges of slots to several,
/// so nothing joins across owners and every table begins with the owner's slot.
/// </summary>
public interface IDatabases
{
    /// <summary>Has the slots that no other has, and what concerns no slot: the numbers of entities.</summary>
    IDatabase Home { get; }

    IDatabase For(Slot slot);

    /// <summary>
    /// Every database, for what concerns no single owner: migrations, health, clean-up, searches. Where a slot has moved, rows may be left
    /// behind for a while: <see cref="SlotsOfDatabases.Has"/> tells them apart.
    /// </summary>
    IReadOnlyList<IDatabase> All { get; }

    /// <summary>False while the slot is on its way to another database, or has gone there: its entities can write nothing.</summary>
    bool Serves(Slot slot);
}

public static class SlotsOfDatabases
{
    /// <summary>Whether rows of the slot in this database are the ones that count.</summary>
    public static bool Has(this IDatabases databases, IDatabase database, Slot slot) => databases.For(slot) == database;
}
