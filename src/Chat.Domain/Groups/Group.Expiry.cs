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
