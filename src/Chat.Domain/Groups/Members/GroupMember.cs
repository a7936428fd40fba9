using Chat.Protocol.Ids;

namespace Chat.Domain.Groups.Members;

/// <summary>
/// A member, or a former one who has not fetched his last entry yet. His place exists twice: committed (as the journal has it) and live
/// (what his entity has told since, on its way into the next watermarks).
/// </summary>
/// <param name="number">Stands for him in watermarks.</param>
public sealed class GroupMember(int number, UserId user, long joinedAt)
{
    private readonly List<Interval> _intervals = new(1);

    public int Number { get; } = number;
    public UserId User { get; } = user;

    /// <summary>Null for a former member.</summary>
    public GroupRole? Role { get; set; }

    /// <summary>Unix milliseconds, of the last time; and of a former one when he left.</summary>
    public long JoinedAt { get; private set; } = joinedAt;
    public long LeftAt { get; private set; }

    public bool Muted { get; set; }

    /// <summary>Unix milliseconds; null where the mute has no end.</summary>
    public long? MutedUntil { get; set; }

    public IReadOnlyList<Interval> Intervals => _intervals;

    /// <summary>As the journal has it.</summary>
    public Place Committed;

    /// <summary>As it is now.</summary>
    public Place Live;

    /// <summary>Messages of others that he has not read, as far as the journal knows.</summary>
    public int Unread { get; private set; }

    /// <summary>His latest messages: those whose receipts he is told.</summary>
    public LatestMessages Latest { get; } = new();

    // Volatile: what this incarnation has told him and heard from him.

    internal Contact Contact { get; } = new();

    public bool IsMember => Role is not null;

    public bool IsMutedAt(long now) => Muted && (MutedUntil is null || MutedUntil > now);

    /// <summary>The last position that he may see.</summary>
    public long LastVisible(long head) => Math.Min(head, _intervals[^1].Leave);

    /// <summary>The first position after the given one that he may see; beyond the head where there is none yet.</summary>
    public long NextVisible(long after)
    {
        foreach (var interval in _intervals)
            if (after < interval.Leave)
                return Math.Max(after + 1, interval.Join);
        return Interval.Open;
    }

    /// <summary>The last position that he may see without a gap after the given one, which he may see, too.</summary>
    public long EndOfStretch(long position)
    {
        foreach (var interval in _intervals)
            if (position <= interval.Leave)
                return interval.Leave;
        return position;
    }

    /// <summary>The last visible position before this visible one; the one before his first entry counts as that.</summary>
    public long PreviousVisible(long position)
    {
        for (var i = _intervals.Count - 1; i > 0; i--)
            if (position >= _intervals[i].Join)
                return position > _intervals[i].Join ? position - 1 : _intervals[i - 1].Leave;
        return position - 1;
    }

    public bool Sees(long position)
    {
        foreach (var interval in _intervals)
            if (position >= interval.Join && position <= interval.Leave)
                return true;
        return false;
    }

    public void Join(long position, long at)
    {
        if (_intervals.Count == 0)
        {
            Committed.Released = Committed.Delivered = position - 1; // there is nothing for him before
            Live.Released = Live.Delivered = position - 1;
        }

        _intervals.Add(new Interval(position, Interval.Open));
        JoinedAt = at;
    }

    public void Leave(long position, long at)
    {
        _intervals[^1] = _intervals[^1] with { Leave = position };
        LeftAt = at;
        Role = null;
        Unread = 0;
        (Muted, MutedUntil) = (false, null);
    }

    /// <summary>A count beyond this says nothing more to a person.</summary>
    public const int MaxUnread = 9_999;

    public void CountUnread() => Unread = Math.Min(Unread + 1, MaxUnread);

    public void Commit(in MemberMarks marks)
    {
        Raise(ref Committed, marks);
        Raise(ref Live, marks);
        (Committed.Noted, Committed.Dormant) = (marks.Noted, marks.Dormant);
    }

    public void ReadUpTo(long stamp, long lastStamp, RecentMessages recent) => Unread = UnreadAfter(stamp, lastStamp, recent);

    /// <summary>What is left after what he has read; never more than before, for the recent ones do not tell when he joined.</summary>
    public int UnreadAfter(long stamp, long lastStamp, RecentMessages recent) =>
        Unread == 0 || stamp >= lastStamp ? 0
        : recent.After(stamp, Number) is { } left ? Math.Min(Unread, left)
        : Unread;

    public void RestoreUnread(int unread) => Unread = unread;

    /// <summary>After recovery: nothing is on its way.</summary>
    public void BeginLive() => Live = Committed;

    /// <summary>Takes a snapshot's values; called once.</summary>
    public void Restore(IEnumerable<Interval> intervals, long leftAt, in Place place)
    {
        _intervals.AddRange(intervals);
        LeftAt = leftAt;
        Committed = Live = place;
    }

    private static void Raise(ref Place place, in MemberMarks marks)
    {
        place.Released = Math.Max(place.Released, marks.Released);
        place.Delivered = Math.Max(place.Delivered, marks.Delivered);
        place.Read = Math.Max(place.Read, marks.Read);
        if (marks.History.IsLaterThan(place.History)) place.History = marks.History;
    }
}
