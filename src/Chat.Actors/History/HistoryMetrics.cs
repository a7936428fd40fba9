using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Chat.Actors.History;

/// <summary>What the node puts into history, as instruments of the meter <c>Chat.History</c>.</summary>
internal static class HistoryMetrics
{
    private static readonly Meter Meter = new("Chat.History");
    private static readonly ConcurrentDictionary<string, Func<int>> Queues = new();

    public static readonly Counter<long> Rows = Meter.CreateCounter<long>("chat.history.rows", "{row}", "Rows put into history, those that were there already not counted.");
    public static readonly Counter<int> Batches = Meter.CreateCounter<int>("chat.history.batches", "{batch}", "Transactions in which they were.");
    public static readonly Counter<int> NoRoom = Meter.CreateCounter<int>("chat.history.no_room", "{entity}", "Entities that found the queue full; they come again.");
    public static readonly Counter<int> Failed = Meter.CreateCounter<int>("chat.history.failed", "{portion}", "Portions that could not be read or written; they come again.");
    public static readonly Counter<int> Erased = Meter.CreateCounter<int>("chat.history.erased", "{user}", "Users whose history was erased because they switched it off.");

    public static readonly ObservableGauge<int> Waiting = Meter.CreateObservableGauge(
        "chat.history.waiting", () => Queues.Select(of => new Measurement<int>(of.Value(), new KeyValuePair<string, object?>("database", of.Key))),
        "{entity}", "Entities that wait for their turn, per database.");

    /// <summary>A process has one queue for each database, and where it has several the last.</summary>
    public static void Observe(string database, Func<int> waiting) => Queues[database] = waiting;
}
