using System.Collections.Concurrent;

namespace Chat.Journal.Recoveries;

/// <summary>
/// Akka asks three times when an entity recovers: the snapshot store for a snapshot, then the journal for the highest number and for the
/// events. One statement has answered all three; the events wait here for the moment between the first question and the last.
/// </summary>
internal sealed class Handover(TimeProvider time)
{
    private const int Bound = 4_096;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (RecoveredEntity? Entity, long At)> _waiting = new(StringComparer.Ordinal);

    /// <summary>Before the entity is read: a write that comes from now on is not in what is found.</summary>
    public void Expect(string persistenceId)
    {
        _waiting[persistenceId] = (null, time.GetTimestamp());
        if (_waiting.Count <= Bound) return;
        foreach (var (id, waiting) in _waiting) // entities that ended in between
            if (!IsFresh(waiting.At)) _waiting.TryRemove(new(id, waiting));
    }

    public void Put(string persistenceId, RecoveredEntity entity)
    {
        if (_waiting.TryGetValue(persistenceId, out var expected) && expected.Entity is null)
            _waiting.TryUpdate(persistenceId, (entity, time.GetTimestamp()), expected);
    }

    /// <summary>The entity is written to: what was read before is not what there is.</summary>
    public void Forget(string persistenceId) => _waiting.TryRemove(persistenceId, out _);

    /// <summary>Null where nothing waits, or what waits is too old to be believed.</summary>
    public RecoveredEntity? Peek(string persistenceId) =>
        _waiting.TryGetValue(persistenceId, out var waiting) && IsFresh(waiting.At) ? waiting.Entity : null;

    public RecoveredEntity? Take(string persistenceId) =>
        _waiting.TryRemove(persistenceId, out var waiting) && IsFresh(waiting.At) ? waiting.Entity : null;

    private bool IsFresh(long at) => time.GetElapsedTime(at) < Fresh;
}
