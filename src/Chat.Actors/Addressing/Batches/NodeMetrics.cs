using System.Diagnostics.Metrics;

namespace Chat.Actors.Addressing.Batches;

/// <summary>What goes between nodes for connections and entities, as instruments of the meter <c>Chat.Nodes</c>.</summary>
internal static class NodeMetrics
{
    private static readonly Meter Meter = new("Chat.Nodes");

    public static readonly Counter<long> Batches = Meter.CreateCounter<long>(
        "chat.nodes.batches", "{batch}", "Batches sent to other nodes: each is one remote message.");

    public static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "chat.nodes.messages", "{message}", "Messages to connections and entities that travelled in batches.");

    public static readonly Counter<long> Bytes = Meter.CreateCounter<long>(
        "chat.nodes.bytes", "By", "Bytes of batches.");

    public static readonly Counter<long> Single = Meter.CreateCounter<long>(
        "chat.nodes.single", "{message}", "Messages to connections of nodes that take no batches, each a remote message of its own.");

    public static readonly Counter<long> Routed = Meter.CreateCounter<long>(
        "chat.nodes.routed", "{message}", "Messages to entities given to the shard region, which finds them here or elsewhere.");

    public static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "chat.nodes.dropped", "{message}", "Messages dropped because too much waits for their node.");

    public static readonly Counter<long> Unconfirmed = Meter.CreateCounter<long>(
        "chat.nodes.unconfirmed", "{batch}", "Batches sent beyond the window, to a node from which no confirmation came in time.");

    public static readonly Counter<long> Unread = Meter.CreateCounter<long>(
        "chat.nodes.unread", "{message}", "Messages in batches that could not be read: a newer version has written them.");
}
