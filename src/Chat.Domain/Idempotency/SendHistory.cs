namespace Chat.Domain.Idempotency;

/// <summary>
/// The durable sends of the window, in buckets of a part of it (M4). A bucket is dropped whole once its newest send is older than the
/// window, judged by the times in the events, or spilled whole to a table once there are too many in memory; so replay gives the same.
/// </summary>
public sealed class SendHistory(TimeSpan window, int inMemory)
{
    private const int Periods = 24;
    private const long ShortestPeriodMs = 1_000;

    private readonly long _windowMs = (long)window.TotalMilliseconds;

    /// <summary>An hour for a window of a day: what is kept too long is a part of what has to be kept, whatever that is.</summary>
    private readonly long _periodMs = Math.Max(ShortestPeriodMs, (long)window.TotalMilliseconds / Periods);

    /// <summary>Half: few rows and filters of a good size, and what is repeated soon is still in memory.</summary>
    private readonly int _bucketSize = Math.Max(1, inMemory / 2);

    private readonly List<Bucket> _buckets = [];

    /// <summary>Sends of one period; a period with many has several.</summary>
    /// <param name="beginsAt">Unix milliseconds.</param>
    /// <param name="newestAt">Likewise, of the newest of them.</param>
    public sealed class Bucket(long beginsAt, long newestAt, Dictionary<UInt128, SendRecord> sends, long lastRow)
    {
        public long BeginsAt { get; } = beginsAt;
        public long NewestAt { get; private set; } = newestAt;
        public IReadOnlyDictionary<UInt128, SendRecord> Sends => sends;

        /// <summary>Sequence number of the row with the newest of them.</summary>
        public long LastRow { get; private set; } = lastRow;

        internal bool TryGet(UInt128 key, out SendRecord record) => sends.TryGetValue(key, out record);

        internal void Add(UInt128 key, SendRecord record, long row)
        {
            sends[key] = record;
            LastRow = row;
            NewestAt = Math.Max(NewestAt, record.At);
        }
    }

    public IReadOnlyList<Bucket> Buckets => _buckets;

    public int Count => _buckets.Sum(b => b.Sends.Count);

    /// <summary>The time of the newest send that was spilled, Unix milliseconds; 0 where none was.</summary>
    public long SpilledAt { get; private set; }

    /// <summary>Sends from before it need not be recognised any more.</summary>
    public long WindowStart(long now) => now - _windowMs;

    /// <summary>Whether a send that is not here may be in the table.</summary>
    public bool MayBeSpilled(long now) => SpilledAt > 0 && SpilledAt >= WindowStart(now);

    public bool TryGet(UInt128 key, out SendRecord record)
    {
        for (var i = _buckets.Count - 1; i >= 0; i--)
            if (_buckets[i].TryGet(key, out record))
                return true;
        record = default;
        return false;
    }

    public void Add(UInt128 key, SendRecord record, long row)
    {
        var beginsAt = record.At - record.At % _periodMs;
        if (_buckets.Count == 0 || _buckets[^1].BeginsAt < beginsAt || _buckets[^1].Sends.Count >= _bucketSize)
        {
            _buckets.Add(new Bucket(_buckets.Count == 0 ? beginsAt : Math.Max(beginsAt, _buckets[^1].BeginsAt), record.At, [], row));
            while (_buckets[0].NewestAt < WindowStart(record.At))
                _buckets.RemoveAt(0);
        }

        _buckets[^1].Add(key, record, row);
    }

    /// <summary>The oldest bucket where there are more than may stay in memory, else null.</summary>
    public Bucket? ToSpill() => _buckets.Count > 1 && Count > inMemory ? _buckets[0] : null;

    public void Spilled(long upToRow, long newestAt)
    {
        _buckets.RemoveAll(b => b.LastRow <= upToRow);
        SpilledAt = Math.Max(SpilledAt, newestAt);
    }

    public void Restore(long beginsAt, IEnumerable<KeyValuePair<UInt128, SendRecord>> sends, long lastRow)
    {
        var restored = new Dictionary<UInt128, SendRecord>(sends);
        var newestAt = beginsAt;
        foreach (var record in restored.Values)
            newestAt = Math.Max(newestAt, record.At);
        _buckets.Add(new Bucket(beginsAt, newestAt, restored, lastRow));
    }
}
