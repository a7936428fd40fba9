namespace Chat.Domain.Groups.Log;

/// <summary>
/// The log of a group: positions without gaps, the newest entries in memory, of older ones only where their rows are. It shrinks from the
/// front, as members release what they have, or as entries expire.
/// </summary>
public sealed class GroupLog(int bodiesInMemory)
{
    private readonly List<LogBlock> _blocks = [];
    private readonly List<GroupEntry> _tail = [];
    private int _tailStart; // entries before it are gone; the list is moved only now and then

    /// <summary>The last position in use.</summary>
    public long Head { get; private set; }

    /// <summary>The first position that is still held; beyond the head where none is.</summary>
    public long First { get; private set; } = 1;

    /// <summary>Entries up to this position are gone although somebody had not got them.</summary>
    public long ExpiredUpTo { get; private set; }

    public long Count => Head - First + 1;

    /// <summary>Of content; a block that is partly gone counts whole.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyList<LogBlock> Blocks => _blocks;

    /// <summary>The first position whose entry is in memory.</summary>
    public long TailFrom => Head - (_tail.Count - _tailStart) + 1;

    /// <summary>Rows before this one hold nothing that is still needed (R4).</summary>
    public long OldestRow => _blocks.Count > 0 ? _blocks[0].Row : long.MaxValue;

    public void Append(GroupEntry entry, long row, int bytes, long stampBefore)
    {
        if (entry.Position != Head + 1) throw new InvalidOperationException($"Position {entry.Position} after {Head}.");
        if (_blocks.Count == 0 || _blocks[^1].Entries == LogBlock.Size)
            _blocks.Add(new LogBlock(entry.Position, row, entry.At, stampBefore));
        var block = _blocks[^1];
        block.Entries++;
        block.Bytes += bytes;
        block.LastAt = Math.Max(block.LastAt, entry.At);
        Bytes += bytes;
        Head = entry.Position;
        _tail.Add(entry);
        if (_tail.Count - _tailStart > bodiesInMemory) ForgetOldest(1);
    }

    /// <summary>Every member has everything up to the position.</summary>
    public void Release(long upTo)
    {
        if (upTo < First) return;
        First = Math.Min(upTo, Head) + 1;
        var blocks = 0;
        while (blocks < _blocks.Count && _blocks[blocks].LastPosition < First)
            Bytes -= _blocks[blocks++].Bytes;
        _blocks.RemoveRange(0, blocks);
        if (First > TailFrom) ForgetOldest((int)(First - TailFrom));
    }

    public void Expire(long upTo)
    {
        if (upTo < First) return;
        Release(upTo);
        ExpiredUpTo = Math.Max(ExpiredUpTo, First - 1);
    }

    public GroupEntry? Find(long position) =>
        position >= TailFrom && position <= Head ? _tail[_tailStart + (int)(position - TailFrom)] : null;

    /// <summary>The block that holds the position; null where nothing does any more.</summary>
    public LogBlock? BlockOf(long position)
    {
        if (position < First || position > Head) return null;
        return _blocks[(int)((position - _blocks[0].Position) / LogBlock.Size)]; // all but the last are full
    }

    /// <summary>The block in which a message with this stamp would be; null where it would be before all of them.</summary>
    public LogBlock? BlockOfStamp(long stamp)
    {
        for (var i = _blocks.Count - 1; i >= 0; i--)
            if (_blocks[i].StampBefore < stamp)
                return _blocks[i];
        return null;
    }

    /// <summary>The last position of those in front that are older than the time; 0 where none is.</summary>
    public long OlderThan(long time)
    {
        long upTo = 0;
        foreach (var block in _blocks)
        {
            if (block.LastAt >= time) break;
            upTo = block.LastPosition;
        }

        for (var next = Math.Max(upTo + 1, First); Find(next) is { } entry && entry.At < time; next++)
            upTo = next;
        return upTo;
    }

    /// <summary>Takes a snapshot's values; called once, before anything is appended.</summary>
    public void Restore(long head, long first, long expiredUpTo, IEnumerable<LogBlock> blocks)
    {
        (Head, First, ExpiredUpTo) = (head, first, expiredUpTo);
        _blocks.AddRange(blocks);
        Bytes = _blocks.Sum(b => b.Bytes);
    }

    private void ForgetOldest(int entries)
    {
        for (; entries > 0; entries--)
            _tail[_tailStart++] = null!;
        if (_tailStart < 32 || _tailStart * 2 < _tail.Count) return;
        _tail.RemoveRange(0, _tailStart);
        _tailStart = 0;
        if (_tail.Capacity > 64 && _tail.Count * 4 < _tail.Capacity) _tail.Capacity = Math.Max(4, _tail.Count);
    }
}
