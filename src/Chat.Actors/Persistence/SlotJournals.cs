using Chat.Actors.Databases;
using Chat.Actors.Hosting;
using Chat.Journal;
using Chat.Protocol.Entities;

namespace Chat.Actors.Persistence;

/// <summary>A journal and a snapshot store for each database; those of the home database are the system's defaults.</summary>
public sealed class SlotJournals : IJournals
{
    private readonly IDatabases _databases;
    private readonly JournalIds[] _ids;

    public SlotJournals(IDatabases databases, JournalKind kind)
    {
        _databases = databases;
        var byDatabase = databases.All.ToDictionary(database => database, database => IdsOf(database, kind));
        // By the map as the node started with it: where a slot moves away meanwhile, its database refuses what is written.
        _ids = [.. Enumerable.Range(0, Slot.Count).Select(slot => byDatabase.GetValueOrDefault(databases.For(new Slot(slot)), byDatabase[databases.Home]))];
    }

    public JournalIds For(Slot slot) => _ids[slot.Value];

    public bool Serves(Slot slot) => _databases.Serves(slot);

    public static JournalIds IdsOf(IDatabase database, JournalKind kind)
    {
        var suffix = database.Name == SqlDatabases.HomeName ? "" : $"-{database.Name}";
        return kind == JournalKind.Chat
            ? new JournalIds(JournalSetup.JournalId + suffix, JournalSetup.SnapshotsId + suffix)
            : new JournalIds(PersistenceSetup.JournalId + suffix, PersistenceSetup.SnapshotsId + suffix);
    }
}
