using System.Diagnostics.Metrics;

namespace Chat.Actors.Groups.Fanout;

/// <summary>What goes from groups to their members, as instruments of the meter <c>Chat.Groups</c>.</summary>
internal static class FanoutMetrics
{
    private static readonly Meter Meter = new("Chat.Groups");

    public static readonly Counter<int> Portions = Meter.CreateCounter<int>(
        "chat.groups.fanout.portions", "{portion}", "Portions that groups have handed out.");

    public static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "chat.groups.fanout.deliveries", "{entry}", "Entries told to members' entities: entries of a portion times the members it was for.");

    public static readonly Counter<int> NoRoom = Meter.CreateCounter<int>(
        "chat.groups.fanout.no_room", "{group}", "Groups that found the queue of the fan-out full; they come again.");

    public static readonly Counter<int> Dropped = Meter.CreateCounter<int>(
        "chat.groups.fanout.dropped", "{batch}", "Batches not sent because their node takes no more; its members pull them.");

    public static readonly Counter<int> Unanswered = Meter.CreateCounter<int>(
        "chat.groups.fanout.unanswered", "{request}", "Groups or nodes that did not answer the fan-out in time.");

    private static volatile FanoutQueue? _queue;

    static FanoutMetrics() => Meter.CreateObservableGauge(
        "chat.groups.fanout.waiting", () => _queue?.Count ?? 0, "{group}", "Groups that wait for the fan-out.");

    /// <summary>The queue that is to be seen: a process has one, and where it has several the last.</summary>
    public static void Observe(FanoutQueue queue) => _queue = queue;
}
