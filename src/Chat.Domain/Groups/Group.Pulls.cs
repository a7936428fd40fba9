using Chat.Domain.Groups.Log;
using Chat.Domain.Groups.Members;
using Chat.Domain.Users;

namespace Chat.Domain.Groups;

/// <summary>
/// Entries for devices that are behind (G5): the newest from memory, older ones from their rows, a block at a time. A hundred members who
/// come back in the morning pull the same blocks, so a few of them stay for a while.
/// </summary>
public sealed partial class Group
{
    private readonly List<GroupCommands.PullEntries> _pulls = new(0);
    private readonly List<LogPage> _pages = new(0); // the last one used is the last
    private LogPage? _loading;
    private long _loadDue = long.MaxValue;

    private const int MaxPages = 4;
    private const int MaxPulls = 1_000;
    private const long LoadRetryMs = 1_000;

    /// <summary>Rows read at once: a block, and the watermarks between its entries.</summary>
    private const int RowsAtOnce = 2 * LogBlock.Size;

    private void Pull(GroupCommands.PullEntries c, GroupMember member, long now, GroupEffects effects)
    {
        if (Answered(c, member, effects, out _)) return;
        _pulls.RemoveAll(p => p.Member == c.Member && p.Pull == c.Pull);
        if (_pulls.Count < MaxPulls) _pulls.Add(c); // beyond, silence: it is asked for again
        LoadNext(now, effects);
    }

    /// <summary>False where a block has to be read first, that of the position that is missing.</summary>
    private bool Answered(GroupCommands.PullEntries c, GroupMember member, GroupEffects effects, out long missing)
    {
        missing = 0;
        var head = member.LastVisible(State.Head);
        var from = FromOf(c, member);
        var next = member.NextVisible(from - 1);
        if (next <= head && next <= State.Log.ExpiredUpTo)
        {
            effects.Tell(new UserCommands.GroupGap(member.User, _id, c.Pull, c.Round, Math.Min(State.Log.ExpiredUpTo, head), head));
            return true;
        }

        // What everybody has released is gone; if he asks for it nevertheless, he has forgotten that he had it, and skips it.
        var entries = new List<GroupEntry>();
        var max = Math.Clamp(c.Max, 1, _limits.EntriesAtOnce);
        var bytes = 0;
        for (var position = Math.Max(next, State.Log.First); position <= head && entries.Count < max; position = member.NextVisible(position))
        {
            if (!member.Sees(position)) continue; // the first one held lies between two stretches
            if (!TryRead(position, out var entry))
            {
                missing = position;
                if (entries.Count == 0) return false;
                break;
            }

            if (entry is null) continue;
            bytes += SizeOf(entry);
            if (bytes > _limits.BytesAtOnce && entries.Count > 0) break;
            entries.Add(entry);
        }

        var previous = entries.Count > 0 ? entries[0].Position - 1 : head;
        effects.Tell(new UserCommands.GroupEntries(member.User, _id, c.Pull, c.Round, previous, entries, head) { Unread = UnreadOf(member) });
        return true;
    }

    /// <summary>
    /// No device is given again what all have, nor begins before it (D1): a first one has no position, one that was removed has an old one, and
    /// what it was given of that would end in a hole as soon as the log lets it go.
    /// </summary>
    private static long FromOf(GroupCommands.PullEntries c, GroupMember member) => Math.Max(c.From, member.Live.Released + 1);

    /// <summary>Null where its row does not hold it, which would be a fault: it is passed over, or the member would wait for ever.</summary>
    private bool TryRead(long position, out GroupEntry? entry)
    {
        entry = State.Log.Find(position);
        if (entry is not null || State.Log.BlockOf(position) is not { } block) return true;
        var index = _pages.FindIndex(p => p.Block == block);
        if (index < 0 || _pages[index].ReadUpTo < position) return false;
        var page = _pages[index];
        _pages.RemoveAt(index);
        _pages.Add(page);
        entry = page[position];
        return true;
    }

    /// <summary>Reads the block that the first of those who wait needs; whoever needs none any more is answered.</summary>
    private void LoadNext(long now, GroupEffects effects)
    {
        if (_loading is not null)
        {
            if (now < _loadDue) return;
            _loadDue = long.MaxValue;
            if (!IsGone(_loading.Block))
            {
                effects.Load = (_loading.Block.Row, RowsAtOnce);
                return;
            }

            _loading = null;
        }

        while (_pulls.Count > 0)
        {
            if (State.Members.Find(_pulls[0].Member) is { } member && !Answered(_pulls[0], member, effects, out var missing))
            {
                Load(missing, effects);
                return;
            }

            _pulls.RemoveAt(0);
        }

        LoadReceipts(effects);
    }

    /// <summary>Released or expired while it was being read: its rows may have been cleared, and would be asked for without end.</summary>
    private bool IsGone(LogBlock block) => block.LastPosition < State.Log.First;

    private void Load(long position, GroupEffects effects)
    {
        var block = State.Log.BlockOf(position)!;
        _pages.RemoveAll(p => p.Block == block); // read when it was not full yet
        _loading = new LogPage(block);
        effects.Load = (block.Row, RowsAtOnce);
    }

    /// <summary>Rows asked for by <see cref="GroupEffects.Load"/>; none where they could not be read.</summary>
    public void RowsLoaded(IReadOnlyList<(long SequenceNr, GroupEvent Event)> rows, long now, GroupEffects effects)
    {
        NoticeTime(now);
        if (_loading is not { } page) return;
        foreach (var (_, row) in rows)
            if (row is GroupEntryEvent e)
                page.Add(e);
        var gone = IsGone(page.Block);
        if (!gone && page.ReadUpTo < page.Wanted)
        {
            if (rows.Count < RowsAtOnce) _loadDue = now + LoadRetryMs; // not readable at the moment
            else effects.Load = (rows[^1].SequenceNr + 1, RowsAtOnce); // many watermarks between the entries
            return;
        }

        _loading = null;
        if (_pages.Count == MaxPages) _pages.RemoveAt(0);
        if (!gone) _pages.Add(page);
        for (var i = _pulls.Count - 1; i >= 0; i--)
            if (State.Members.Find(_pulls[i].Member) is not { } member || Answered(_pulls[i], member, effects, out _))
                _pulls.RemoveAt(i);
        AnswerReceiptsWaiting(effects);
        LoadNext(now, effects);
    }
}
