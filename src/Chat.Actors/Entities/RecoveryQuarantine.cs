using System.Collections.Concurrent;

namespace Chat.Actors.Entities;

/// <summary>
/// Entities whose recovery has failed, with growing pauses: without it every message would start the same doomed recovery again,
/// and one poisoned row would cost the whole node.
/// </summary>
internal sealed class RecoveryQuarantine(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, int Failures)> _failed = new();

    /// <summary>How long the entity is not to try again, or null where it may.</summary>
    public TimeSpan? Remaining(string persistenceId)
    {
        if (_failed.IsEmpty || !_failed.TryGetValue(persistenceId, out var entry)) return null;
        var left = entry.Until - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : null;
    }

    public void Failed(string persistenceId)
    {
        if (_failed.Count >= Capacity) _failed.Clear(); // every one of them may try once more: no harm
        var now = time.GetUtcNow();
        _failed.AddOrUpdate(persistenceId, (now + First, 1), (_, e) =>
        {
            var pause = TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(e.Failures, 10), Longest.Ticks));
            return (now + pause, e.Failures + 1);
        });
    }

    public void Recovered(string persistenceId)
    {
        if (!_failed.IsEmpty) _failed.TryRemove(persistenceId, out _);
    }
}
