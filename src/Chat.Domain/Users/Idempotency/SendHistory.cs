namespace Chat.Domain.Users.Idempotency;

/// <summary>
/// The durable sends of the last hours, in hourly buckets (M4). An hour is dropped whole once it is older than the window,
/// judged by the times in the events, so that replay gives the same.
/// </summary>
public sealed class SendHistory(TimeSpan window)
{
    private const long HourMs = 3_600_000;
    private readonly long _hours = Math.Max(1, (long)Math.Ceiling(window.TotalHours));
    private readonly List<Bucket> _buckets = [];

    /// <summary>An hour and its sends; a bucket covers [Hour, Hour + 1) hours since the epoch.</summary>
    public sealed record Bucket(long Hour, Dictionary<UInt128, SendRecord> Sends);

    public IReadOnlyList<Bucket> Buckets => _buckets;

    public int Count => _buckets.Sum(b => b.Sends.Count);

    public bool TryGet(UInt128 key, out SendRecord record)
    {
        for (var i = _buckets.Count - 1; i >= 0; i--)
            if (_buckets[i].Sends.TryGetValue(key, out record))
                return true;
        record = default;
        return false;
    }

    public void Add(UInt128 key, SendRecord record)
    {
        var hour = record.At / HourMs;
        if (_buckets.Count == 0 || _buckets[^1].Hour < hour)
        {
            _buckets.Add(new Bucket(hour, []));
            // The bucket of the hour in which the window ends still holds sends that are inside it.
            while (_buckets[0].Hour < hour - _hours)
                _buckets.RemoveAt(0);
        }

        _buckets[^1].Sends[key] = record;
    }

    public void Restore(long hour, IEnumerable<KeyValuePair<UInt128, SendRecord>> sends) =>
        _buckets.Add(new Bucket(hour, new Dictionary<UInt128, SendRecord>(sends)));
}
