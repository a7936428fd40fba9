namespace Chat.Domain.Groups.Log;

/// <summary>The entries of a block, read again from their rows.</summary>
internal sealed class LogPage(LogBlock block)
{
    private readonly GroupEntry?[] _entries = new GroupEntry?[LogBlock.Size];

    public LogBlock Block { get; } = block;

    /// <summary>The last position that the block had when it was asked for.</summary>
    public long Wanted { get; } = block.LastPosition;

    /// <summary>The last position that was found; the newest block may have grown since.</summary>
    public long ReadUpTo { get; private set; }

    public GroupEntry? this[long position] => _entries[position - Block.Position];

    public void Add(GroupEntryEvent row)
    {
        if (row.Position < Block.Position || row.Position >= Block.Position + LogBlock.Size) return;
        _entries[row.Position - Block.Position] = row.ToEntry();
        ReadUpTo = Math.Max(ReadUpTo, row.Position);
    }
}
