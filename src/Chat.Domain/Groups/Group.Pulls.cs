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
    private readonly List<(long Block, GroupEntry?[] Entries)> _pages = new(0); // the last one used is the last
    private (LogBlock Block, GroupEntry?[] Entries)? _loading;
    private long _loadDue = long.MaxValue;

    private const int MaxPages = 4;
    private const int MaxPulls = 1_000;
    private const long LoadRetryMs = 1_000;

    /// <summary>Rows read at once: a block, and the watermarks between its entries.</summary>
    private const int RowsAtOnce = 2 * LogBlock.Size;

    private void Pull(GroupCommands.PullEntries c, GroupMember member, long now, GroupEffects effects)
    {
        if (Answered(c, member, effects)) return;
        _pulls.RemoveAll(p => p.Member == c.Member && p.Pull == c.Pull);
        if (_pulls.Count < MaxPulls) _pulls.Add(c); // beyond, silence: it is asked for again
        LoadNext(now, effects);
    }

    /// <summary>False where a block has to be read first.</summary>
    private bool Answered(GroupCommands.PullEntries c, GroupMember member, GroupEffects effects)
    {
        var head = member.LastVisible(State.Head);
        var next = member.NextVisible(c.From - 1);
        if (next <= head && next <= State.Log.ExpiredUpTo)
        {
            effects.Tell(new UserCommands.GroupGap(member.User, _id, c.Pull, c.Round, Math.Min(State.Log.ExpiredUpTo, head), head));
            return true;
        }

        // What everybody has released is gone; if he asks for it nevertheless, he has forgotten that he had it.
        var entries = new List<GroupEntry>();
        var max = Math.Clamp(c.Max, 1, _limits.EntriesAtOnce);
        var bytes = 0;
        for (var position = Math.Max(next, State.Log.First); position <= head && entries.Count < max; position = member.NextVisible(position))
        {
            if (!member.Sees(position)) continue; // the first one held lies between two stretches
            if (!TryRead(position, out var entry))
            {
                if (entries.Count == 0) return false;
                break;
            }

            if (entry is null) continue;
            bytes += SizeOf(entry);
            if (bytes > _limits.BytesAtOnce && entries.Count > 0) break;
            entries.Add(entry);
        }

        effects.Tell(new UserCommands.GroupEntries(member.User, _id, c.Pull, c.Round, c.From - 1, entries, head));
        return true;
    }

    /// <summary>Null where its row does not hold it, which would be a fault: it is passed over, or the member would wait for ever.</summary>
    private bool TryRead(long position, out GroupEntry? entry)
    {
        entry = State.Log.Find(position);
        if (entry is not null) return true;
        if (State.Log.BlockOf(position) is not { } block) return true;
        var index = _pages.FindIndex(p => p.Block == block.Position);
        if (index < 0) return false;
        var page = _pages[index];
        _pages.RemoveAt(index);
        _pages.Add(page);
        entry = page.Entries[position - block.Position];
        return true;
    }

    /// <summary>Reads the block that the first of the waiting pulls needs; those that need none any more are answered.</summary>
    private void LoadNext(long now, GroupEffects effects)
    {
        if (_loading is not null && now < _loadDue) return;
        _loadDue = long.MaxValue;
        if (_loading is { } failed)
        {
            effects.Load = (failed.Block.Row, RowsAtOnce);
            return;
        }

        while (_pulls.Count > 0)
        {
            var pull = _pulls[0];
            if (State.Members.Find(pull.Member) is { } member && !Answered(pull, member, effects))
            {
                var first = Math.Max(member.NextVisible(pull.From - 1), State.Log.First);
                var block = State.Log.BlockOf(first)!;
                _loading = (block, new GroupEntry?[LogBlock.Size]);
                effects.Load = (block.Row, RowsAtOnce);
                return;
            }

            _pulls.RemoveAt(0);
        }

        LoadReceipts(effects);
    }

    /// <summary>Rows asked for by <see cref="GroupEffects.Load"/>; none where they could not be read.</summary>
    public void RowsLoaded(IReadOnlyList<(long SequenceNr, GroupEvent Event)> rows, long now, GroupEffects effects)
    {
        NoticeTime(now);
        if (_loading is not { } loading) return;
        var (block, entries) = loading;
        if (rows.Count == 0)
        {
            _loadDue = now + LoadRetryMs;
            return;
        }

        var complete = rows.Count < RowsAtOnce; // the end of the journal
        foreach (var (_, row) in rows)
        {
            if (row is not GroupEntryEvent e || e.Position < block.Position) continue;
            complete |= e.Position >= block.LastPosition;
            if (e.Position <= block.LastPosition) entries[e.Position - block.Position] = e.ToEntry();
        }

        if (!complete)
        {
            effects.Load = (rows[^1].SequenceNr + 1, RowsAtOnce); // many watermarks between them
            return;
        }

        _loading = null;
        if (_pages.Count == MaxPages) _pages.RemoveAt(0);
        _pages.Add((block.Position, entries));
        AnswerWaiting(effects);
        LoadNext(now, effects);
    }

    private void AnswerWaiting(GroupEffects effects)
    {
        for (var i = _pulls.Count - 1; i >= 0; i--)
            if (State.Members.Find(_pulls[i].Member) is not { } member || Answered(_pulls[i], member, effects))
                _pulls.RemoveAt(i);
        AnswerReceiptsWaiting(effects);
    }
}
