namespace Chat.Domain.Groups.Members;

/// <summary>A member's latest messages, oldest first, and what he was last told of their receipts.</summary>
public sealed class LatestMessages
{
    private readonly List<Sent> _sent = new(0);

    public struct Sent
    {
        public long Position, Stamp;

        /// <summary>Volatile: the counts that he was last told.</summary>
        public int ToldDelivered, ToldRead;
    }

    public int Count => _sent.Count;

    public Span<Sent> Span => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sent);

    public void Add(long position, long stamp, int keep)
    {
        if (_sent.Count >= keep) _sent.RemoveAt(0);
        _sent.Add(new Sent { Position = position, Stamp = stamp });
    }

    public long? PositionOf(long stamp)
    {
        foreach (ref readonly var sent in Span)
            if (sent.Stamp == stamp)
                return sent.Position;
        return null;
    }
}
