using System.Collections.Concurrent;

namespace Chat.Journal.Tests.Harness;

/// <summary>Entities of one node that append one batch after another until they are stopped, and what was acked of it.</summary>
internal sealed class Traffic
{
    private readonly JournalNode _node;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, long> _acked = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Task[] _entities;
    private long _count;

    public Traffic(JournalNode node, int entities, string prefix = "traffic")
    {
        _node = node;
        _entities = [.. Enumerable.Range(0, entities).Select(i => Task.Run(() => AppendAsync($"{prefix}-{i}")))];
    }

    /// <summary>Batches acked so far.</summary>
    public long Acked => Interlocked.Read(ref _count);

    public IReadOnlyCollection<string> Failures => _failures;

    public async Task MovesOnAsync(int batches = 50)
    {
        var target = Acked + batches;
        await Eventually.HoldsAsync(() => Acked >= target || !_failures.IsEmpty, $"another {batches} batches are acked");
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_entities);
    }

    /// <summary>Nothing failed, and what was acked is there, once and without gaps; nothing else is.</summary>
    public async Task AllIsThereAsync(TestDatabase database)
    {
        Assert.Empty(_failures);
        await AckedIsThereAsync(database);
        foreach (var (id, last) in _acked)
            Assert.Equal(last, await database.RowsAsync(id));
    }

    public async Task AckedIsThereAsync(TestDatabase database)
    {
        await using var reader = database.Start(Journals.Ours);
        foreach (var (id, last) in _acked)
        {
            var replay = await reader.ReplayAsync(id);
            Assert.True(replay.Highest >= last, $"{id}: acked up to {last}, replayed up to {replay.Highest}");
            Assert.Equal(Enumerable.Range(1, (int)replay.Highest).Select(n => $"{id} {n}"), replay.Texts);
        }
    }

    private async Task AppendAsync(string id)
    {
        var next = 1L;
        while (!_stop.IsCancellationRequested)
        {
            var written = await _node.WriteAsync(id, next, $"{id} {next}", $"{id} {next + 1}");
            if (!written.AllAcked)
            {
                _failures.Enqueue($"{id} at {next}: {written.Failed[0].Cause.Message}");
                return;
            }

            next += 2;
            _acked[id] = next - 1;
            Interlocked.Increment(ref _count);
        }
    }
}
