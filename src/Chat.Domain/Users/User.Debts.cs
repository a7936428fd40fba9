namespace Chat.Domain.Users;

/// <summary>
/// What is owed to other entities (receipts, echoes) is resumed on recovery, and keeps the entity awake. What stays open for long is
/// written down outside, so that a start finds it although nobody else would wake this entity (R5).
/// </summary>
public sealed partial class User
{
    private long _indebtedSince;
    private long _debtsDue = long.MaxValue;
    private bool _overdue;

    private const long OverdueMs = 30_000;

    private bool HasDebts => _owing.Count > 0 || _echoesOwed.Count > 0;

    /// <summary>Called at every tick: a debt sets a time for the next look itself.</summary>
    private void WatchDebts(long now, Effects effects)
    {
        if (!HasDebts)
        {
            _indebtedSince = 0;
            _debtsDue = long.MaxValue;
            if (_overdue) effects.Overdue = _overdue = false;
            return;
        }

        if (_indebtedSince == 0) _indebtedSince = now;
        _debtsDue = _overdue ? now + OverdueMs : _indebtedSince + OverdueMs;
        if (_overdue || now < _debtsDue) return;
        effects.Overdue = _overdue = true;
        _debtsDue = now + OverdueMs;
    }
}
