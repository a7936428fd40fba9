using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// Entries go when they are too old: at recovery, every hour, and when the clean-up asks an entity that would sleep on. So that then no row has
/// to stay either, an expiry is written even where nothing expires: <see cref="Repeat"/>.
/// </summary>
public sealed partial class User
{
    private bool _expiring;
    private long _expiryDue = long.MaxValue;

    private const long ExpiryIntervalMs = 3_600_000;

    /// <summary>
    /// Whether a recovery from before the event does by itself what the event says. Such a row is needed for its number only, which a
    /// snapshot can carry: expiry follows from the clock, and the next recovery expires at least as much.
    /// </summary>
    public bool IsRepeated(UserEvent @event) => @event is UserEvents.EntriesExpired;

    /// <summary>
    /// Writes an event that changes nothing. A snapshot at its number stands beside the one before it, and both hold everything: no row below
    /// has to stay for the case that the newest snapshot is bad (R3).
    /// </summary>
    /// <returns>False where the entity does not exist, and so has no rows.</returns>
    public bool Repeat(long now, Effects effects)
    {
        if (!State.IsCreated) return false;
        Expire(State.ExpiredUpTo, CutoffAt(now), effects);
        return true;
    }

    private void CleanUp(long now, Effects effects)
    {
        ExpireEntries(now, effects);
        if (!_used) _activeAt = now - (long)_limits.PassivateAfter.TotalMilliseconds;
    }

    private void ExpireEntries(long now, Effects effects)
    {
        _expiryDue = now + ExpiryIntervalMs;
        RemoveIdle(now, effects);
        if (_expiring) return;
        var cutoff = CutoffAt(now);
        long upTo = 0;
        foreach (var entry in State.Inbox.Between(0, State.Head))
        {
            if (entry.IsMark) continue;
            if (entry.At >= cutoff) break;
            upTo = entry.Position;
        }

        // Unread counts forget what has expired even where every device had it long ago.
        var unreadCutoff = MessageId.StampAt(cutoff);
        var staleUnread = State.Conversations.All.Any(c => c.UnreadStamps is { Count: > 0 } stamps && stamps[0] < unreadCutoff);
        if (upTo > 0 || staleUnread)
            Expire(upTo, cutoff, effects);
    }

    private void Expire(long upTo, long cutoff, Effects effects)
    {
        _expiring = true;
        Persist(new UserEvents.EntriesExpired(upTo, cutoff), effects);
    }

    private long CutoffAt(long now) => now - (long)_limits.Retention.TotalMilliseconds;
}
