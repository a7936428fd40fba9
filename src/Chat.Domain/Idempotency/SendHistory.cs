namespace Chat.Domain.Idempotency;

/// <summary>
/// The durable sends of the last hours, in buckets of an hour at most (M4). A bucket is dropped whole once it is older than the window,
/// judged by the times in the events, or spilled whole to a table once there are too many in memory; so replay gives the same.
/// </summary>
public sealed class SendHistory(TimeSpan window, int inMemory)
{
    private const long HourMs = 3_600_000;
    private readonly long _hours = Math.Max(1, (long)Math.Ceiling(window.TotalHours));

    /// <summary>Small enough that spilling one makes room and leaves most.</summary>
    private readonly int _bucketSize = Math.Max(1, inMemory / 4);

    private readonly List<Bucket> _buckets = [];

    /// <summary>Sends of one hour (since the epoch); an hour with many has several.</summary>
    public sealed class Bucket(long hour, Dictionary<UInt128, SendRecord> sends, long lastRow)
    {
        public long Hour { get; } = hour;
        public Dictionary<UInt128, SendRecord> Sends { get; } = sends;

        /// <summary>Sequence number of the row with the newest of them.</summary>
        public long LastRow { get; set; } = lastRow;
    }

    public IReadOnlyList<Bucket> Buckets => _buckets;

    public int Count => _buckets.Sum(b => b.Sends.Count);

    /// <summary>The time of the newest send that was spilled, Unix milliseconds; 0 where none was.</summary>
    public long SpilledAt { get; private set; }

    /// <summary>Whether a send that is not here may be in the table.</summary>
    public bool MayBeSpilled(long now) => SpilledAt > 0 && SpilledAt / HourMs >= now / HourMs - _hours;

    public bool TryGet(UInt128 key, out SendRecord record)
    {
        for (var i = _buckets.Count - 1; i >= 0; i--)
            if (_buckets[i].Sends.TryGetValue(key, out record))
                return true;
        record = default;
        return false;
    }

    public void Add(UInt128 key, SendRecord record, long row)
    {
        var hour = record.At / HourMs;
        if (_buckets.Count == 0 || _buckets[^1].Hour < hour || _buckets[^1].Sends.Count >= _bucketSize)
        {
            _buckets.Add(new Bucket(Math.Max(hour, _buckets.Count == 0 ? hour : _buckets[^1].Hour), [], row));
            // The bucket of the hour in which the window ends still holds sends that are inside it.
            while (_buckets[0].Hour < hour - _hours)
                _buckets.RemoveAt(0);
        }

        _buckets[^1].Sends[key] = record;
        _buckets[^1].LastRow = row;
    }

    /// <summary>The oldest bucket where there are more than may stay in memory, else null.</summary>
    public Bucket? ToSpill() => _buckets.Count > 1 && Count > inMemory ? _buckets[0] : null;

    public void Spilled(long upToRow, long newestAt)
    {
        _buckets.RemoveAll(b => b.LastRow <= upToRow);
        SpilledAt = Math.Max(SpilledAt, newestAt);
    }

    public void Restore(long hour, IEnumerable<KeyValuePair<UInt128, SendRecord>> sends, long lastRow) =>
        _buckets.Add(new Bucket(hour, new Dictionary<UInt128, SendRecord>(sends), lastRow));
}
