namespace Chat.Node.RateLimiting;

/// <summary>
/// So many attempts per key and time, and so many in one burst, in memory of a fixed size: keys share buckets by a hash that is
/// different in every process. Two keys in one bucket share its attempts; a flood of keys can neither grow it nor push others out.
/// </summary>
internal sealed class AttemptLimiter
{
    private const int Buckets = 1 << 16;

    /// <summary>Per bucket the time (ticks) at which it will be empty again: GCRA.</summary>
    private readonly long[] _emptyAt = new long[Buckets];

    private readonly TimeProvider _time;
    private readonly long _cost;
    private readonly long _burst;

    /// <summary>A minute's worth may come in one burst.</summary>
    public AttemptLimiter(int attemptsPerMinute, TimeProvider time)
        : this(attemptsPerMinute, TimeSpan.FromMinutes(1), attemptsPerMinute, time)
    {
    }

    public AttemptLimiter(int attempts, TimeSpan per, int burst, TimeProvider time)
    {
        _time = time;
        _cost = Math.Max(1, per.Ticks / attempts);
        _burst = _cost * burst;
    }

    /// <summary>Takes one attempt; null where it may go on, else how long until the next may.</summary>
    public TimeSpan? Take(string key)
    {
        ref var emptyAt = ref _emptyAt[BucketOf(key)];
        while (true)
        {
            var now = _time.GetUtcNow().Ticks;
            var before = Volatile.Read(ref emptyAt);
            var after = Math.Max(before, now) + _cost;
            if (after - now > _burst)
                return TimeSpan.FromTicks(after - now - _burst);
            if (Interlocked.CompareExchange(ref emptyAt, after, before) == before)
                return null;
        }
    }

    /// <summary>Gives an attempt back: it turned out to be no guess.</summary>
    public void Return(string key) => Interlocked.Add(ref _emptyAt[BucketOf(key)], -_cost);

    private static int BucketOf(string key) => string.GetHashCode(key, StringComparison.Ordinal) & (Buckets - 1);
}
