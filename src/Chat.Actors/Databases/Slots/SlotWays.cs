namespace Chat.Actors.Databases.Slots;

/// <summary>Where the slots of a map are to be found at the moment; swapped as a whole.</summary>
/// <param name="Served">Those that can be written.</param>
internal sealed record SlotWays(IDatabase[] Databases, SlotSet Served)
{
    public static SlotWays Of(SlotMap map) => new([.. Enumerable.Range(0, Chat.Protocol.Entities.Slot.Count).Select(slot => map[slot])], SlotSet.All);

    public SlotWays With(SlotMap map, IDatabase database, SlotHolds holds)
    {
        var mine = map.Of(database);
        var served = holds.In(SlotState.Served);
        var readable = served.Or(holds.In(SlotState.Leaving));
        return new SlotWays(
            [.. Databases.Select((current, slot) => !mine.Contains(slot) ? current : readable.Contains(slot) ? database : MovedAway.Instance)],
            Served.Except(mine).Or(mine.And(served)));
    }

    public string ChangesSince(SlotWays before)
    {
        var changes = new List<string>();
        Add(Moved.Except(before.Moved), "have moved to another database; this node has to be restarted with the new map");
        Add(SlotSet.All.Except(Served).Except(Moved).And(before.Served), "are on their way to another database, and nothing can be written to them");
        Add(Served.Except(before.Served), "are served again");
        return string.Join("; ", changes);

        void Add(SlotSet slots, string what)
        {
            if (!slots.IsEmpty) changes.Add($"slots {slots} {what}");
        }
    }

    private SlotSet Moved => SlotSet.Where(slot => Databases[slot] == MovedAway.Instance);
}
