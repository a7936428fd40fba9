using System.Collections.Concurrent;
using Akka.Persistence;

namespace Chat.Journal.Tests.Harness;

/// <summary>Something that was acked is not where it belongs.</summary>
internal sealed class BrokenPromise(string message) : Exception(message);

/// <summary>What was acked in a history, by whomever, and what was done to each entity.</summary>
internal sealed class Acked
{
    private readonly ConcurrentDictionary<(string Id, long Number), string> _texts = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _traces = new();
    private long _steps;

    public long Steps => Interlocked.Read(ref _steps);

    public int Count => _texts.Count;

    public void Trace(string id, string what)
    {
        Interlocked.Increment(ref _steps);
        _traces.GetOrAdd(id, _ => new ConcurrentQueue<string>()).Enqueue(what);
    }

    /// <exception cref="BrokenPromise">Two were acked the same number.</exception>
    public void Add(string id, long number, string text)
    {
        if (!_texts.TryAdd((id, number), text)) throw Broken(id, $"{number} was acked twice: \"{_texts[(id, number)]}\" and \"{text}\"");
    }

    public IReadOnlyList<(long Number, string Text)> Of(string id) => [.. _texts.Where(t => t.Key.Id == id).Select(t => (t.Key.Number, t.Value)).OrderBy(t => t.Number)];

    /// <exception cref="BrokenPromise">An acked one is missing, or is not at its place.</exception>
    public void MustBeIn(IReadOnlyList<string> state, string id, IReadOnlyList<(long Number, string Text)> acked)
    {
        foreach (var (number, text) in acked)
        {
            if (number > state.Count || state[(int)number - 1] != text)
                throw Broken(id, $"{number} \"{text}\" was acked and lost: {(number > state.Count ? $"the state ends at {state.Count}" : $"\"{state[(int)number - 1]}\" is there")}");
        }

        if (state.Distinct().Count() != state.Count) throw Broken(id, "something is there twice");
    }

    public BrokenPromise Broken(string id, string what) =>
        new($"{id}: {what}\n  {string.Join("\n  ", _traces.GetOrAdd(id, _ => new ConcurrentQueue<string>()).TakeLast(60))}");
}

/// <summary>
/// Thinks that it owns all entities; what it thinks of one holds until a write of it fails. The state of an entity is the list of its
/// items, so that a snapshot contains what may be deleted under it.
/// </summary>
internal sealed class Owner(string name, JournalNode node, Acked acked)
{
    private readonly ConcurrentDictionary<string, Belief> _beliefs = new(); // several entities at a time, each in one hand
    private int _items;

    public void Forget(string id) => _beliefs.TryRemove(id, out _);

    /// <summary>Requests of batches of events, each sent once the one before it is acked: an entity has one under way.</summary>
    public async Task AppendAsync(string id, int requests = 1, int batches = 1, int events = 1)
    {
        var belief = await BeliefAsync(id);
        for (var r = 0; r < requests; r++)
        {
            var first = belief.Texts.Count + 1;
            var texts = Enumerable.Range(0, batches * events).Select(_ => $"{name}.{Interlocked.Increment(ref _items)}").ToArray();
            var writes = Enumerable.Range(0, batches).Select(b => node.Atomic(id, first + (b * events), [.. texts.Skip(b * events).Take(events)])).ToArray();
            var written = await node.WriteAsync(writes);
            foreach (var number in written.Acked)
                acked.Add(id, number, texts[number - first]);
            acked.Trace(id, $"{name} appends {first}..{first + texts.Length - 1}: {(written.AllAcked ? "acked" : $"{written.Acked.Count} acked, {written.Failed[0].Cause.Message}")}");
            if (written.AllAcked)
            {
                belief.Texts.AddRange(texts);
                continue;
            }

            Forget(id);
            return;
        }
    }

    public async Task SnapshotAsync(string id)
    {
        var belief = await BeliefAsync(id);
        var number = belief.Texts.Count;
        if (number == 0) return;
        await node.SaveAsync(id, number, new Items([.. belief.Texts]));
        belief.Snapshots.Add(number);
        acked.Trace(id, $"{name} snapshots at {number}");
    }

    /// <summary>Events up to the newest snapshot or the one before it, and older snapshots.</summary>
    public async Task ClearAsync(string id, int keptSnapshots)
    {
        if (!_beliefs.TryGetValue(id, out var belief) || belief.Snapshots.Count < keptSnapshots) return;
        var upTo = belief.Snapshots.Order().ElementAt(belief.Snapshots.Count - keptSnapshots);
        await node.DeleteToAsync(id, upTo);
        await node.DeleteSnapshotsAsync(id, new SnapshotSelectionCriteria(upTo - 1));
        acked.Trace(id, $"{name} deletes up to {upTo}");
    }

    /// <summary>As an entity does that wakes. What was acked before it was asked for has to be there.</summary>
    public async Task<IReadOnlyList<string>> RecoverAsync(string id)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = acked.Of(id);
            var snapshot = await node.LoadAsync(id);
            var texts = snapshot is null ? [] : ((Items)snapshot.Snapshot).Texts.ToList();
            var replay = await node.ReplayAsync(id, texts.Count + 1);
            var whole = replay.Numbers.SequenceEqual(Enumerable.Range(texts.Count + 1, replay.Events.Count).Select(n => (long)n));
            texts.AddRange(replay.Texts);
            if (whole && replay.Highest <= texts.Count)
            {
                acked.Trace(id, $"{name} recovers {texts.Count}, of which {replay.Events.Count} are events");
                acked.MustBeIn(texts, id, before);
                return texts;
            }

            // Rows went between the two questions, which a delay longer than a recovery rules out: it is asked again. Later it must be whole.
            acked.Trace(id, $"{name} recovers in vain: snapshot {snapshot?.Metadata.SequenceNr}, events {string.Join(' ', replay.Numbers)}, highest {replay.Highest}");
            if (attempt == 10) throw acked.Broken(id, "it does not recover without gaps");
        }
    }

    private async Task<Belief> BeliefAsync(string id)
    {
        if (!_beliefs.TryGetValue(id, out var belief))
            _beliefs[id] = belief = new Belief([.. await RecoverAsync(id)], []);
        return belief;
    }

    private sealed record Belief(List<string> Texts, List<long> Snapshots);
}
