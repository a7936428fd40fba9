using Chat.Domain.Groups.Log;

namespace Chat.Domain.Groups;

/// <summary>Entries go when they are too old, or when there are too many; whoever had not got them is told of the gap.</summary>
public sealed partial class Group
{
    private bool _expiring;
    private long _expiryDue = long.MaxValue;

    private const long ExpiryIntervalMs = 3_600_000;

    /// <summary>A sixteenth of the log makes room for long; but no more than a block, whose rows are then free.</summary>
    private const int ShareAtOnce = 16;

    /// <summary>
    /// Whether a recovery from before the event does by itself what the event says; see the user's. Entries that have gone for want of room
    /// are not told from those that were too old.
    /// </summary>
    public bool IsRepeated(GroupEvent @event) => @event is GroupEvents.EntriesExpired { UpTo: 0 };

    /// <summary>Writes an event that changes nothing, so that two snapshots hold everything and no row has to stay for the older one (R3).</summary>
    /// <returns>False where the entity does not exist, and so has no rows.</returns>
    public bool Repeat(long now, GroupEffects effects)
    {
        if (!State.IsCreated) return false;
        Expire(new GroupEvents.EntriesExpired(0, now - (long)_limits.Retention.TotalMilliseconds), effects);
        return true;
    }

    private void CleanUp(long now, GroupEffects effects)
    {
        if (State.IsCreated) ExpireEntries(now, effects);
        if (!_used) _activeAt = now - (long)_limits.PassivateAfter.TotalMilliseconds;
    }

    private void ExpireEntries(long now, GroupEffects effects)
    {
        _expiryDue = now + ExpiryIntervalMs;
        var cutoff = now - (long)_limits.Retention.TotalMilliseconds;
        var upTo = State.Log.OlderThan(cutoff);
        if (upTo > 0 || State.Members.All.Any(m => !m.IsMember && m.LeftAt < cutoff))
            Expire(new GroupEvents.EntriesExpired(upTo, cutoff), effects);
    }

    /// <summary>The oldest make room for the newest, a block at a time: no row of its own for each.</summary>
    private void MakeRoom(long now, GroupEffects effects)
    {
        var log = State.Log;
        if (_expiring || log.Count + _pending.Messages < _limits.LogEntries && log.Bytes + _pending.Bytes < _limits.LogBytes) return;
        if (log.BlockOf(log.First) is not { } oldest) return;
        var upTo = Math.Min(oldest.LastPosition, log.First + Math.Max(1, _limits.LogEntries / ShareAtOnce) - 1);
        Expire(new GroupEvents.EntriesExpired(upTo, now - (long)_limits.Retention.TotalMilliseconds), effects);
    }

    private void Expire(GroupEvents.EntriesExpired expired, GroupEffects effects)
    {
        if (_expiring) return;
        _expiring = true;
        Persist(expired, effects);
    }
}
