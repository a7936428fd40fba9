using Chat.Protocol.Entities;

namespace Chat.Actors.Databases.Slots;

/// <summary>Which database has which slots, as the operator says it: the others what they are given, the home database the rest.</summary>
public sealed class SlotMap
{
    private readonly IDatabase[] _databases = new IDatabase[Slot.Count];

    /// <param name="home">Has what nobody else has.</param>
    /// <param name="others">Must not overlap.</param>
    public SlotMap(IDatabase home, IReadOnlyList<(IDatabase Database, SlotSet Slots)> others)
    {
        All = [home, .. others.Select(other => other.Database)];
        Array.Fill(_databases, home);
        foreach (var (database, slots) in others)
            for (var slot = 0; slot < Slot.Count; slot++)
            {
                if (!slots.Contains(slot)) continue;
                if (_databases[slot] != home) throw new ArgumentException($"Two databases have slot {new Slot(slot)}.", nameof(others));
                _databases[slot] = database;
            }
    }

    public IDatabase Home => All[0];

    public IReadOnlyList<IDatabase> All { get; }

    public IDatabase this[int slot] => _databases[slot];

    public SlotSet Of(IDatabase database) => SlotSet.Where(slot => _databases[slot] == database);
}
