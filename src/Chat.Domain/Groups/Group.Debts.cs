namespace Chat.Domain.Groups;

/// <summary>
/// What is owed keeps the entity awake: entries that a member on line has not answered for, marks, the table of groups. What stays open for long
/// is written down outside, so that a start finds it (R5).
/// </summary>
public sealed partial class Group
{
    private long _debtsDue = long.MaxValue;
    private long _unsettledSince = long.MaxValue;
    private long _listDue = long.MaxValue; // the table is being told; when it is told again
    private bool _overdue;

    private const long OverdueMs = 30_000;
    private const long ListRetryMs = 10_000;

    /// <summary>A name that leads to no group is soon forgotten again.</summary>
    private const long UncreatedIdleMs = 5_000;

    private bool IsIdle => _pending.Events == 0 && _sends.IsIdle && _pending.Waiting.Count == 0 && _touched.Count == 0 && _answers.Count == 0
                           && _pulls.Count == 0 && _receiptsAsked.Count == 0 && _loading is null && _receiptsDue == long.MaxValue
                           && _listDue == long.MaxValue && !_newsAsked && _gatherDue == long.MaxValue && _contactsDue == long.MaxValue && !HasDebts;

    private long SleepAt => _activeAt + (State.IsCreated ? (long)_limits.PassivateAfter.TotalMilliseconds : UncreatedIdleMs);

    private bool HasDebts
    {
        get
        {
            if (State.History.Owes) return true;
            foreach (var member in State.Members.All)
                if (!IsSettled(member))
                    return true;
            return false;
        }
    }

    /// <summary>Called at every tick: a debt has a repetition, and so a tick.</summary>
    private void WatchDebts(long now, GroupEffects effects)
    {
        if (!HasDebts) _unsettledSince = long.MaxValue;
        else if (_unsettledSince == long.MaxValue) _unsettledSince = now;
        var overdueAt = _unsettledSince == long.MaxValue ? long.MaxValue : _unsettledSince + OverdueMs;
        var overdue = overdueAt <= now;
        if (overdue != _overdue) effects.Overdue = _overdue = overdue;
        _debtsDue = overdue ? now + OverdueMs : overdueAt;
    }

    /// <summary>The table of groups is to say what we say.</summary>
    private void List(GroupEffects effects)
    {
        if (!State.IsCreated) return;
        _listDue = _now + ListRetryMs;
        effects.Listing = new GroupListing(
            _id, State.Number, State.Revision, State.Name, State.CreatedAt,
            [.. State.Members.All.Where(m => m.IsMember).Select(m => new ListedMember(m.User, m.Role!.Value, m.JoinedAt))]);
    }

    /// <summary>Whether the table of groups has it.</summary>
    public void Listed(GroupListing listing, bool done, long now, GroupEffects effects)
    {
        NoticeTime(now);
        if (done) State.ListedRevision = Math.Max(State.ListedRevision, listing.Revision);
        if (!done || listing.Revision < State.Revision) return; // tried again a moment later
        _listDue = long.MaxValue;
    }
}
