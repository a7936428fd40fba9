namespace Chat.Actors.Databases.Slots;

/// <summary>Slots that are to be served from another database of the map than now.</summary>
/// <param name="Source">Serves them, or has been taken out of service for them by an earlier attempt.</param>
/// <param name="Target">Is to serve them; the source itself where an earlier attempt is to be undone.</param>
/// <param name="Towards">Where an earlier attempt has taken them out of service for; null where there was none.</param>
internal sealed record SlotStep(int Source, int Target, int? Towards, SlotSet Slots);

/// <summary>From what the databases hold to what the map says.</summary>
internal static class SlotPlan
{
    /// <param name="ids">Of the databases, in the map's order, as are their holds.</param>
    /// <exception cref="SlotMoveException">A database that has to be asked is not in the map.</exception>
    public static IReadOnlyList<SlotStep> Of(SlotMap map, IReadOnlyList<string> ids, IReadOnlyList<SlotHolds> holds)
    {
        var steps = new Dictionary<(int Source, int Target, int? Towards), List<int>>();
        for (var slot = 0; slot < Chat.Protocol.Entities.Slot.Count; slot++)
        {
            var target = IndexOf(map, map[slot]);
            var source = OwnerOf(slot, holds, SlotState.Served) ?? OwnerOf(slot, holds, SlotState.Leaving)
                ?? throw new SlotMoveException($"Slot {slot:x3} is served by no database of the configuration; the one that has it must be among them.");
            int? towards = null;
            if (holds[source][slot] is { State: SlotState.Leaving } leaving)
            {
                // Whether that one serves the slot by now only it can say.
                towards = ids.ToList().IndexOf(leaving.Other);
                if (towards < 0)
                    throw new SlotMoveException(
                        $"Slot {slot:x3} was on its way to the database with id {leaving.Other}, which is not in the configuration: add it, be it with no slots.");
            }
            else if (source == target)
            {
                continue;
            }

            if (!steps.TryGetValue((source, target, towards), out var slots)) steps.Add((source, target, towards), slots = []);
            slots.Add(slot);
        }

        return [.. steps.Select(step => new SlotStep(step.Key.Source, step.Key.Target, step.Key.Towards, SlotSet.Where(step.Value.ToHashSet().Contains)))];
    }

    private static int? OwnerOf(int slot, IReadOnlyList<SlotHolds> holds, SlotState state)
    {
        int? owner = null;
        for (var i = 0; i < holds.Count; i++)
        {
            if (holds[i][slot].State != state) continue;
            if (owner is not null) throw new SlotMoveException($"Slot {slot:x3} is {state.ToString().ToLowerInvariant()} in two databases; one of them is an old copy.");
            owner = i;
        }

        return owner;
    }

    private static int IndexOf(SlotMap map, IDatabase database)
    {
        for (var i = 0; i < map.All.Count; i++)
            if (map.All[i] == database) return i;
        throw new ArgumentException("not a database of the map", nameof(database));
    }
}
