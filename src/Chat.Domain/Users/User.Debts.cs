namespace Chat.Domain.Users;

/// <summary>
/// What is owed to other entities (receipts, echoes) is resumed on recovery, and keeps the entity awake. What stays open for long is
/// written down outside, so that a start finds it although nobody else would wake this entity (R5).
/// </summary>
public sealed partial class User
{
    private long _debtsDue = long.MaxValue;
    private bool _overdue;

    private const long OverdueMs = 30_000;

    private bool HasDebts => _owing.Count > 0 || _echoesOwed.Count > 0 || OwesGroups || OwesHistory;

    /// <summary>Called at every tick: a debt sets a time for the next look itself.</summary>
    private void WatchDebts(long now, Effects effects)
    {
        var overdueAt = OldestDebt() is { } since ? since + OverdueMs : long.MaxValue;
        var overdue = overdueAt <= now;
        if (overdue != _overdue) effects.Overdue = _overdue = overdue;
        _debtsDue = overdue ? now + OverdueMs : overdueAt;
    }

    private long? OldestDebt()
    {
        if (!HasDebts) return null;
        var since = Math.Min(HistoryOwedSince, _echoesOwed.Count > 0 ? _echoesOwedSince : long.MaxValue);
        foreach (var conversation in _owing)
            since = Math.Min(since, conversation.OwedSince);
        foreach (var place in Places)
            since = Math.Min(since, place.OwedSince);
        return since == long.MaxValue ? null : since; // what is told without being owed has no age
    }
}
