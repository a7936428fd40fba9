using Akka.Actor;

namespace Chat.Node.Admin.Actors;

/// <summary>The actors of this node as a tree, as they are at the moment of the look.</summary>
internal sealed class ActorTree(ActorSystem system)
{
    private readonly IActorRefProvider _provider = ((ExtendedActorSystem)system).Provider;

    /// <summary>Paths without the address, sorted; at most so many.</summary>
    /// <returns>Null where there is no such actor on this node.</returns>
    public IReadOnlyList<string>? Below(string path, int depth, int most)
    {
        if (Find(path) is not { } start) return null;
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Collect(start, depth, most, paths);
        return [.. paths];
    }

    public ActorRefWithCell? Find(string path)
    {
        var current = (ActorRefWithCell)_provider.RootGuardian;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (current.GetSingleChild(name) is not ActorRefWithCell child) return null;
            current = child;
        }

        return current;
    }

    private static void Collect(ActorRefWithCell actor, int depth, int most, SortedSet<string> paths)
    {
        if (paths.Count >= most) return;
        paths.Add(actor.Path.ToStringWithoutAddress());
        if (depth == 0) return;
        foreach (var child in actor.Children.OfType<ActorRefWithCell>())
            Collect(child, depth - 1, most, paths);
    }
}
