using Chat.Domain.Groups;

namespace Chat.Domain.Users.Groups;

/// <summary>The last few lists of entries that came before their turn; shared with all other members, so only references.</summary>
internal sealed class Recent
{
    private const int Lists = 4;

    private (long Previous, IReadOnlyList<GroupEntry> Entries)[]? _lists;
    private int _next;

    public void Add(long previous, IReadOnlyList<GroupEntry> entries)
    {
        _lists ??= new (long, IReadOnlyList<GroupEntry>)[Lists];
        _lists[_next] = (previous, entries);
        _next = (_next + 1) % Lists;
    }

    /// <summary>One that continues after the position, and the index in it; null where there is none.</summary>
    public (IReadOnlyList<GroupEntry> Entries, int From)? After(long position)
    {
        if (_lists is null) return null;
        foreach (var (previous, entries) in _lists)
            if (entries is not null && Index(previous, entries, position) is >= 0 and var from && from < entries.Count)
                return (entries, from);
        return null;
    }

    public void Clear() => _lists = null;

    /// <summary>Where in the list the first entry after the position stands; the count where all are before it; -1 where something is missing between.</summary>
    public static int Index(long previous, IReadOnlyList<GroupEntry> entries, long position)
    {
        if (position < previous) return -1;
        var after = position - entries[0].Position + 1; // positions of one list follow each other
        return after <= 0 ? 0 : (int)Math.Min(after, entries.Count);
    }
}
