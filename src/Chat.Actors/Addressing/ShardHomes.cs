using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>
/// On which other node a shard has answered lately: what is told to its entities can then go there with the node's next batch. A hint that
/// may be wrong: the other node's shard region passes on what has moved. It ages fast, so that what gets no answer
/// there is soon told by way of this node's own region, which the coordinator keeps informed.
/// </summary>
public sealed class ShardHomes(TimeProvider time)
{
    /// <summary>Longer than the gaps between the answers of a shard where batches are worth anything.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private const int Kinds = 2;

    private readonly Home?[] _homes = new Home?[Kinds * Slot.ShardCount];

    public void Heard(in EntityAddress entity, long node)
    {
        ref var home = ref _homes[IndexOf(entity)];
        // Not anew for every answer.
        if (Volatile.Read(ref home) is not { } known || known.Node != node || time.GetElapsedTime(known.At) > Lease / 4)
            Volatile.Write(ref home, new Home(node, time.GetTimestamp()));
    }

    /// <summary>Null where nobody has answered lately.</summary>
    public long? Of(in EntityAddress entity) =>
        Volatile.Read(ref _homes[IndexOf(entity)]) is { } home && time.GetElapsedTime(home.At) < Lease ? home.Node : null;

    private static int IndexOf(in EntityAddress entity) => (entity.Kind == EntityKind.Group ? Slot.ShardCount : 0) + entity.Slot.Shard;

    private sealed record Home(long Node, long At);
}
