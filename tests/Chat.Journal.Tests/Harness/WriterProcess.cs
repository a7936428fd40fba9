using System.Collections.Concurrent;
using System.Diagnostics;

namespace Chat.Journal.Tests.Harness;

/// <summary>A process that appends through our journal until it is killed, and what it said was acked.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<string, long> _acked;
    private readonly ConcurrentQueue<string> _errors = new();
    private int _lines;

    /// <param name="acked">The highest acked number of each entity, over several processes.</param>
    public WriterProcess(TestDatabase database, int entities, ConcurrentDictionary<string, long> acked)
    {
        _acked = acked;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Chat.Journal.Writer.dll"), $"{database.Kind}", database.ConnectionString, $"{entities}" })
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Split(' ') is not [var id, var number]) return;
            _acked.AddOrUpdate(id, long.Parse(number), (_, old) => Math.Max(old, long.Parse(number)));
            Interlocked.Increment(ref _lines);
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) _errors.Enqueue(text);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task AckedAsync(int batches)
    {
        await Eventually.HoldsAsync(() => Volatile.Read(ref _lines) >= batches || _process.HasExited, $"{batches} batches are acked");
        Assert.False(_process.HasExited, $"the writer has ended: {string.Join("; ", _errors)}");
        Assert.Empty(_errors);
    }

    /// <summary>SIGKILL; then all that it had said is known.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public static async Task AllAckedIsReplayedAsync(TestDatabase database, IReadOnlyDictionary<string, long> acked)
    {
        Assert.NotEmpty(acked);
        await using var node = database.Start(Journals.Ours);
        foreach (var (id, last) in acked)
        {
            var replay = await node.ReplayAsync(id);
            Assert.True(replay.Highest >= last, $"{id}: acked up to {last}, replayed up to {replay.Highest}");
            Assert.Equal(Enumerable.Range(1, (int)replay.Highest).Select(n => $"{id} {n}"), replay.Texts);
            Assert.Equal(0, replay.Highest % 2); // batches of two, whole
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
