using Chat.Protocol.Entities;

namespace Chat.Actors.Persistence;

/// <summary>The plugins that keep an entity, by their ids in the configuration of the actor system.</summary>
public readonly record struct JournalIds(string Journal, string Snapshots);

/// <summary>From an entity's slot to its journal: one for each database. For every persistent entity, of whatever kind.</summary>
public interface IJournals
{
    JournalIds For(Slot slot);

    /// <summary>False while the slot is between databases: nothing of its entities can be written, so they had better not be woken.</summary>
    bool Serves(Slot slot);
}
