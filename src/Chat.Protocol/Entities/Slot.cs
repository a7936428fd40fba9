using System.Text;

namespace Chat.Protocol.Entities;

/// <summary>
/// The unit in which entities are placed: <c>murmur3(id) &amp; 4095</c>. A shard is <c>slot % 256</c>, a database <c>map[slot]</c>;
/// persistence ids and SQL keys begin with it. Both counts are fixed for the life of a cluster and its data.
/// </summary>
public readonly record struct Slot(int Value)
{
    public const int Count = 4096;
    public const int ShardCount = 256;

    private static readonly string[] ShardIds = [.. Enumerable.Range(0, ShardCount).Select(i => i.ToString())];

    public static Slot Of(string entityId)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var written = Encoding.UTF8.GetByteCount(entityId) <= buffer.Length
            ? Encoding.UTF8.GetBytes(entityId, buffer)
            : throw new ArgumentException($"An entity id of {entityId.Length} characters is too long.", nameof(entityId));
        return new Slot((int)(Murmur3.Hash(buffer[..written]) & (Count - 1)));
    }

    public int Shard => Value % ShardCount;

    /// <summary>The shard id as Akka.Cluster.Sharding wants it, from a table: it is asked for on every message.</summary>
    public string ShardId => ShardIds[Shard];

    public override string ToString() => Value.ToString("x3");
}
