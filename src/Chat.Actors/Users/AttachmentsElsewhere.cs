using System.Collections.Concurrent;
using Akka.Actor;
using Chat.Actors.Addressing;

namespace Chat.Actors.Users;

/// <summary>
/// Which user entities of this node have devices attached at which other node: when that is gone, exactly these are told, at once; the
/// lease would take minutes (R6). On a node of its own it stays empty.
/// </summary>
public sealed class AttachmentsElsewhere
{
    private readonly ConcurrentDictionary<long, HashSet<IActorRef>> _byNode = new();
    private readonly NodeDirectory _directory;

    public AttachmentsElsewhere(NodeDirectory directory)
    {
        _directory = directory;
        directory.NodeLeft += TellOf;
    }

    internal void Add(long node, IActorRef entity)
    {
        var entities = _byNode.GetOrAdd(node, static _ => []);
        lock (entities) entities.Add(entity);
        // What it sent before can arrive after, and while those who were known are told.
        if (_directory.HasLeft(node, out var seenAt)) entity.Tell(new NodeGone(node, seenAt), ActorRefs.NoSender);
    }

    internal void Remove(long node, IActorRef entity)
    {
        if (!_byNode.TryGetValue(node, out var entities)) return;
        lock (entities) entities.Remove(entity);
    }

    private void TellOf(long node)
    {
        if (!_byNode.TryRemove(node, out var entities) || !_directory.HasLeft(node, out var seenAt)) return;
        IActorRef[] all;
        lock (entities) all = [.. entities];
        foreach (var entity in all)
            entity.Tell(new NodeGone(node, seenAt), ActorRefs.NoSender);
    }
}

/// <summary>A node has left, and so have the devices that were attached there.</summary>
/// <param name="SeenAt">Unix milliseconds.</param>
internal sealed record NodeGone(long Node, long SeenAt) : INoSerializationVerificationNeeded;
