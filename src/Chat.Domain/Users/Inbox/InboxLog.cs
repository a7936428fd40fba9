namespace Chat.Domain.Users.Inbox;

/// <summary>The entries of an inbox in order of position. Entries are removed one by one, as devices acknowledge them or newer marks replace them.</summary>
public sealed class InboxLog
{
    private readonly List<InboxEntry> _entries = [];
    private int _removed;
    private int _oldestLoaded; // nothing before it has its row in memory

    /// <summary>Messages and echoes that are waiting for some device.</summary>
    public int Bodies { get; private set; }

    /// <summary>Bytes of their content.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many of them have their row in memory.</summary>
    public int Loaded { get; private set; }

    public int Count => _entries.Count - _removed;

    public IEnumerable<InboxEntry> Entries => _entries.Where(e => !e.Removed);

    public void Append(InboxEntry entry)
    {
        if (_entries.Count > 0 && _entries[^1].Position >= entry.Position)
            throw new InvalidOperationException($"Position {entry.Position} after {_entries[^1].Position}.");
        _entries.Add(entry);
        if (entry.IsMark) return;
        Bodies++;
        Bytes += entry.Bytes;
        if (entry.Row is not null) Loaded++;
    }

    /// <summary>Puts marks back into their places after a restart.</summary>
    public void Insert(IEnumerable<InboxEntry> marks)
    {
        _entries.AddRange(marks);
        _entries.Sort(static (a, b) => a.Position.CompareTo(b.Position));
        _oldestLoaded = 0;
    }

    public void Remove(InboxEntry entry)
    {
        if (entry.Removed) return;
        Unload(entry);
        entry.Removed = true;
        if (!entry.IsMark)
        {
            Bodies--;
            Bytes -= entry.Bytes;
        }

        _removed++;
        if (_removed > 32 && _removed * 2 > _entries.Count || _removed == _entries.Count)
            Compact();
    }

    public void Load(InboxEntry entry, UserEvent row)
    {
        if (entry.Removed || entry.Row is not null) return;
        entry.Row = row;
        Loaded++;
        _oldestLoaded = 0;
    }

    /// <summary>Keeps the newest rows in memory: they are what devices on line are about to be sent.</summary>
    public void KeepNewest(int rows)
    {
        for (; Loaded > rows && _oldestLoaded < _entries.Count; _oldestLoaded++)
            Unload(_entries[_oldestLoaded]);
    }

    public void Unload(InboxEntry entry)
    {
        if (entry.Row is null) return;
        entry.Row = null;
        Loaded--;
    }

    /// <summary>The first entry after the position that is still there, or null.</summary>
    public InboxEntry? After(long position)
    {
        for (var i = IndexAfter(position); i < _entries.Count; i++)
            if (!_entries[i].Removed)
                return _entries[i];
        return null;
    }

    /// <summary>The entries with positions in (<paramref name="after"/>, <paramref name="upTo"/>]. The log must not change meanwhile.</summary>
    public IEnumerable<InboxEntry> Between(long after, long upTo)
    {
        for (var i = IndexAfter(after); i < _entries.Count && _entries[i].Position <= upTo; i++)
            if (!_entries[i].Removed)
                yield return _entries[i];
    }

    private int IndexAfter(long position)
    {
        // A device that keeps up asks for the end or the beginning.
        if (_entries.Count == 0 || _entries[^1].Position <= position) return _entries.Count;
        if (_entries[0].Position > position) return 0;
        int low = 0, high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle].Position <= position) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Compact()
    {
        _entries.RemoveAll(static e => e.Removed);
        _removed = 0;
        _oldestLoaded = 0;
        if (_entries.Capacity > 64 && _entries.Count * 4 < _entries.Capacity)
            _entries.Capacity = Math.Max(4, _entries.Count);
    }
}
