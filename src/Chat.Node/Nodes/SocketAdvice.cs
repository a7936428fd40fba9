using Chat.Actors.Nodes;
using Chat.Node.Configuration;

namespace Chat.Node.Nodes;

/// <summary>Where clients had better open their sockets. Reads what the registry knows, and asks nobody.</summary>
internal sealed class SocketAdvice(INodeRegistry registry, ChatSettings settings, Random random, TimeProvider time)
{
    private const int MostUrls = 5;

    /// <summary>Three messages of a node have not come: it may be gone.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Best first: nodes of the region, then others, the less loaded of two taken at random each time, so that not all go to the same one.
    /// Without a single node that takes clients it is this node's own address: somebody has to say no.</summary>
    /// <param name="region">Null: that of this node.</param>
    /// <param name="asRequested">This node as the client has reached it, for where no address is configured.</param>
    public IReadOnlyList<string> Urls(string? region, string asRequested)
    {
        var nodes = registry.Nodes.Where(TakesClients).ToList();
        var near = nodes.FindAll(node => node.Region == (region ?? settings.Node.Region));
        var far = nodes.Except(near).ToList();
        List<string> urls = [.. InOrder(near).Concat(InOrder(far)).Select(node => node.Url).OfType<string>().Distinct().Take(MostUrls)];
        return urls.Count > 0 ? urls : [settings.Http.PublicUrl ?? asRequested];
    }

    /// <summary>For a client that is told to leave this node; null where all nodes are behind one address, or no other takes clients.</summary>
    public string? Elsewhere()
    {
        var others = registry.Nodes.Where(node => TakesClients(node) && node.Url is { } url && url != settings.Http.PublicUrl).ToList();
        return others.Count == 0 ? null : Better(others).Url;
    }

    private bool TakesClients(NodeStatus node) =>
        node is { IsDraining: false, IsFull: false } && time.GetUtcNow().ToUnixTimeMilliseconds() - node.HeardAt < Silence.TotalMilliseconds;

    private IEnumerable<NodeStatus> InOrder(List<NodeStatus> nodes)
    {
        while (nodes.Count > 0)
        {
            var next = Better(nodes);
            nodes.Remove(next);
            yield return next;
        }
    }

    private NodeStatus Better(List<NodeStatus> nodes)
    {
        var (one, other) = (nodes[random.Next(nodes.Count)], nodes[random.Next(nodes.Count)]);
        return LoadOf(one) <= LoadOf(other) ? one : other;
    }

    private static double LoadOf(NodeStatus node) => (double)node.Connections / Math.Max(1, node.Capacity);
}
