using System.Threading.Channels;
using Akka.Actor;
using Chat.Protocol.Ids;

namespace Chat.Actors.Groups.Fanout;

/// <summary>
/// The groups of this node that have something for their members, in the order in which they came; a group stands here once. What it has
/// stays in its log until it is asked for, so a place costs the same whatever has gathered behind it.
/// </summary>
public sealed class FanoutQueue
{
    /// <summary>Groups that wait. A group that finds no room asks again some seconds later; a node at that point has other worries.</summary>
    public const int Capacity = 16_384;

    private readonly Channel<GroupNews> _groups = Channel.CreateBounded<GroupNews>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    internal ChannelReader<GroupNews> Reader => _groups.Reader;

    public int Count => _groups.Reader.Count;

    /// <returns>False where there is no room.</returns>
    public bool Announce(GroupId group, IActorRef entity)
    {
        var taken = _groups.Writer.TryWrite(new GroupNews(group, entity));
        if (!taken) FanoutMetrics.NoRoom.Add(1);
        return taken;
    }
}

/// <param name="Entity">The group's actor, on this node.</param>
public readonly record struct GroupNews(GroupId Group, IActorRef Entity);
