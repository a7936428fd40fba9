using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>Who talks to whom.</summary>
internal static class Pairs
{
    /// <summary>Neighbours: 0 to 1, 2 to 3, … and back where both members send.</summary>
    public static Conversation[] Neighbours(Connection[] connections, bool both)
    {
        var conversations = new List<Conversation>();
        for (var i = 0; i + 1 < connections.Length; i += 2)
        {
            conversations.Add(new Conversation(conversations.Count, connections[i], connections[i + 1]));
            if (both)
                conversations.Add(new Conversation(conversations.Count, connections[i + 1], connections[i]));
        }

        return [.. conversations];
    }

    /// <summary>A random circle: everybody sends to one other user and hears from a third.</summary>
    public static Conversation[] Circle(Connection[] connections, Random random)
    {
        var order = (Connection[])connections.Clone();
        random.Shuffle(order);
        return [.. order.Select((sender, i) => new Conversation(i, sender, order[(i + 1) % order.Length]))];
    }
}
