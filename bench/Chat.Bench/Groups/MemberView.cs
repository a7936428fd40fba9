using Chat.Bench.Client;

namespace Chat.Bench.Groups;

/// <summary>How far one member has got in one group. Positions and ids must both rise.</summary>
internal sealed class MemberView(int user)
{
    private MessageId _newest;

    /// <summary>Index of the user.</summary>
    public int User => user;

    /// <summary>The highest position received.</summary>
    public long Position { get; private set; }

    /// <summary>Messages of others, each once.</summary>
    public long Received { get; private set; }

    /// <summary>How many it has when it has caught up; set by a workload that waits for that.</summary>
    public long Due { get; set; } = long.MaxValue;

    public long CaughtUpAt { get; private set; }

    public bool IsBeyond(long position) => position <= Position;

    /// <summary>Goes on to an entry of the log that is no message.</summary>
    public void Advance(long position) => Position = Math.Max(Position, position);

    /// <returns>Null, or what is wrong.</returns>
    public string? Advance(long position, MessageId id)
    {
        var (newest, before) = (_newest, Position);
        (Position, _newest) = (position, id);
        return id.CompareTo(newest) > 0 ? null : $"{id} at {position} came after {newest} at {before}";
    }

    /// <returns>True when this was the last one that it was waiting for.</returns>
    public bool Count(long now)
    {
        if (++Received != Due)
            return false;
        CaughtUpAt = now;
        return true;
    }
}
