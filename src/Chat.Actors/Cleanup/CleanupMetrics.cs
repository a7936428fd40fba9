using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Chat.Actors.Cleanup;

/// <summary>What the clean-up does, on the node that runs it, as instruments of the meter <c>Chat.Cleanup</c>.</summary>
internal static class CleanupMetrics
{
    private static readonly Meter Meter = new("Chat.Cleanup");
    private static readonly ConcurrentDictionary<string, long> LeftOver = new();

    public static readonly Counter<long> Seen = Meter.CreateCounter<long>("chat.cleanup.seen", "{entity}", "Entities with rows that were looked at.");
    public static readonly Counter<long> Woken = Meter.CreateCounter<long>("chat.cleanup.woken", "{entity}", "Entities with old rows, which were woken.");
    public static readonly Counter<long> Silent = Meter.CreateCounter<long>("chat.cleanup.silent", "{entity}", "Of them, those that did not answer in time.");
    public static readonly Counter<long> RemovedRows = Meter.CreateCounter<long>("chat.cleanup.removed.rows", "{row}", "Rows that woken entities have given up.");

    public static readonly Counter<long> ExpiredHistory = Meter.CreateCounter<long>("chat.cleanup.expired.history", "{row}", "Rows of history that were older than its retention.");

    public static readonly ObservableGauge<long> Pending = Meter.CreateObservableGauge(
        "chat.cleanup.pending", () => LeftOver.Select(of => new Measurement<long>(of.Value, new KeyValuePair<string, object?>("database", of.Key))),
        "{entity}", "Entities that kept their old rows in the last round over each database.");

    public static void Ended(string database, long pending) => LeftOver[database] = pending;

    /// <summary>Another node runs it now, and counts.</summary>
    public static void Left() => LeftOver.Clear();
}
