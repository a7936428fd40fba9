using System.Diagnostics.Metrics;

namespace Chat.Actors.Entities;

/// <summary>What the entities of the node do, as instruments of the meter <c>Chat.Entities</c>.</summary>
internal static class EntityMetrics
{
    private static readonly Meter Meter = new("Chat.Entities");

    public static readonly UpDownCounter<int> Awake = Meter.CreateUpDownCounter<int>(
        "chat.entities.awake", "{entity}", "Entities in memory, by kind.");

    public static readonly Counter<int> Claims = Meter.CreateCounter<int>(
        "chat.entities.claims", "{event}", "Incarnations that claimed their numbers in the journal before they served (R2).");

    public static readonly Counter<long> Expired = Meter.CreateCounter<long>(
        "chat.entities.expired", "{entry}", "Messages, echoes and groups' entries that were older than the retention before every device had them.");

    public static readonly Counter<int> SpillLookUps = Meter.CreateCounter<int>(
        "chat.entities.spill_lookups", "{look-up}",
        "Looks into the table of spilled sends (M4): for a repetition that memory remembers no more, for a filter's mistake, or beyond the bound of filters.");
}
