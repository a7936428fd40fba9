namespace Chat.Domain.Groups;

/// <summary>
/// When the clock goes back, what is due moves back with it: a step of an hour must not hold marks, receipts and repetitions up for an hour.
/// Ids and idempotency do not depend on it (R7).
/// </summary>
public sealed partial class Group
{
    private long _now;

    private void NoticeTime(long now)
    {
        if (now < _now) MoveDueTimes(now - _now);
        _now = now;
    }

    private void MoveDueTimes(long by)
    {
        Move(ref _marksDue, by);
        Move(ref _contactsDue, by);
        Move(ref _receiptsDue, by);
        Move(ref _expiryDue, by);
        Move(ref _loadDue, by);
        Move(ref _listDue, by);
        Move(ref _debtsDue, by);
        Move(ref _unsettledSince, by);
        Move(ref _newsAskedAt, by);
        Move(ref _gatherDue, by);
        State.History.MoveTimes(by);
        _gatherUntil += by;
        _marksTakenAt += by;
        _receiptsToldAt += by;
        _activeAt += by;
        _sends.MoveTimes(by);
        foreach (var member in State.Members.All)
            if (member.Contact.RetryAt != long.MaxValue)
                member.Contact.RetryAt += by;
    }

    private static void Move(ref long due, long by)
    {
        if (due != long.MaxValue) due += by;
    }
}
