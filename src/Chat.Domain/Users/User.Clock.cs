namespace Chat.Domain.Users;

/// <summary>
/// When the clock goes back, what is due moves back with it: a step of an hour must not hold receipts, leases and marks up for an hour.
/// Ids and idempotency do not depend on it (R7).
/// </summary>
public sealed partial class User
{
    private long _now;

    private void NoticeTime(long now)
    {
        if (now < _now) MoveDueTimes(now - _now);
        _now = now;
    }

    private void MoveDueTimes(long by)
    {
        Move(ref _watermarksDue, by);
        Move(ref _receiptsDue, by);
        Move(ref _echoesDue, by);
        Move(ref _leasesDue, by);
        Move(ref _presenceDue, by);
        Move(ref _expiryDue, by);
        Move(ref _loadsDue, by);
        _watermarksTakenAt += by;
        _presenceKnownAt += by;
        _activeAt += by;
        _sends.MoveTimes(by);
        foreach (var attachment in _attachments)
            attachment.LeaseUntil += by;
        foreach (var (subscriber, until) in _subscribers.ToArray())
            _subscribers[subscriber] = until + by;
        Move(ref _groupsDue, by);
        Move(ref _recountDue, by);
        Move(ref _erasureDue, by);
        Move(ref _erasureOwedSince, by);
        State.History.MoveTimes(by);
        foreach (var place in Places)
            place.MoveTimes(by);
        foreach (var conversation in State.Conversations.All)
        {
            conversation.ReceiptSentAt += by;
            conversation.ReceiptDueAt += by;
        }
    }

    private static void Move(ref long due, long by)
    {
        if (due != long.MaxValue) due += by;
    }
}
