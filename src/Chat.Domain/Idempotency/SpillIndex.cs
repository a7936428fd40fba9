namespace Chat.Domain.Idempotency;

/// <summary>
/// Tells in memory which spilled buckets may hold a key, so that a new send costs no look into their table. Bounded: beyond it the oldest
/// filters go, and every send has to be looked for in their buckets: right, but slower.
/// </summary>
/// <param name="maxBytes">At 3 bytes a send, the default is room for 340,000 in the window beyond those in memory, 4 a second over a day.</param>
public sealed class SpillIndex(int maxBytes = SpillIndex.MaxBytes)
{
    public const int MaxBytes = 1 << 20;

    private const int EntryOverhead = 64;

    private List<SpilledFilter> _filters = []; // by row
    private long _bytes;
    private (long UpToRow, long NewestAt) _withoutFilter;

    /// <summary>Knows of all spilled buckets of the window; else the table's filters have to be read first.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Nothing was spilled before the first that is added.</summary>
    public void BeginEmpty() => IsComplete = true;

    /// <summary>A bucket that has just been spilled.</summary>
    /// <param name="since">Buckets that end before it are forgotten.</param>
    public void Add(SpilledFilter filter, long since)
    {
        _filters.RemoveAll(f => f.UpToRow == filter.UpToRow); // spilled again, after a failure
        _filters.Add(filter);
        Trim(since);
    }

    public void Load(SpilledFilters read, long since)
    {
        IsComplete = true;
        _filters = [.. _filters.Concat(read.Filters).DistinctBy(f => f.UpToRow).OrderBy(f => f.UpToRow)];
        if (!read.AreAll && _filters.Count > 0) _withoutFilter = (_filters[0].UpToRow - 1, _filters[0].NewestAt);
        Trim(since);
    }

    public bool MayContain(UInt128 key, long since)
    {
        if (_withoutFilter.NewestAt >= since && _withoutFilter.UpToRow > 0) return true;
        foreach (var filter in _filters)
            if (filter.NewestAt >= since && KeyFilter.MayContain(filter.Filter.Span, key))
                return true;
        return false;
    }

    /// <summary>Where the keys have to be looked for; null where none of them can have been spilled.</summary>
    public SpilledLookUp? LookUp(IReadOnlyCollection<UInt128> keys, long since, long entity)
    {
        var buckets = new List<long>();
        var asked = new HashSet<UInt128>();
        var all = _withoutFilter.NewestAt >= since && _withoutFilter.UpToRow > 0;
        if (all) asked.UnionWith(keys);
        foreach (var filter in _filters)
        {
            if (filter.NewestAt < since) continue;
            var hit = false;
            foreach (var key in keys)
                if (KeyFilter.MayContain(filter.Filter.Span, key))
                    {
                    hit = true;
                    asked.Add(key);
                }
            if (hit) buckets.Add(filter.UpToRow);
        }

        return asked.Count == 0 ? null : new SpilledLookUp([.. asked], buckets, all ? _withoutFilter.UpToRow : 0, since, entity);
    }

    private void Trim(long since)
    {
        _bytes = _filters.Sum(BytesOf);
        var gone = 0;
        for (; gone < _filters.Count && (_filters[gone].NewestAt < since || _bytes > maxBytes); gone++)
        {
            var filter = _filters[gone];
            _bytes -= BytesOf(filter);
            if (filter.NewestAt >= since) _withoutFilter = (filter.UpToRow, filter.NewestAt);
        }

        _filters.RemoveRange(0, gone);
    }

    private static long BytesOf(SpilledFilter filter) => filter.Filter.Length + EntryOverhead;
}
