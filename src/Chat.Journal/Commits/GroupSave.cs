using System.Threading.Channels;
using Chat.Journal.Stores;

namespace Chat.Journal.Commits;

/// <summary>
/// Saves the snapshots of many entities together: a node's users fall asleep by the thousand. Has a connection of its own, so that
/// appends do not wait for it.
/// </summary>
internal sealed class GroupSave(IJournalStore store, JournalSettings settings, JournalHealth health, TimeProvider time)
{
    private const int GroupSize = 64;
    private const int Bound = 10_000;

    // Full: an entity's save waits here; there is one at a time of each.
    private readonly Channel<Save> _waiting = Channel.CreateBounded<Save>(Bound);

    public async Task SaveAsync(SnapshotRow snapshot, CancellationToken cancellation)
    {
        var save = new Save(snapshot, time.GetTimestamp());
        await _waiting.Writer.WriteAsync(save, cancellation);
        await save.Result.Task;
    }

    public Task RunAsync(CancellationToken stop) =>
        Task.Factory.StartNew(() => LoopAsync(stop), stop, TaskCreationOptions.DenyChildAttach, store.WriterScheduler).Unwrap();

    private async Task LoopAsync(CancellationToken stop)
    {
        var group = new Dictionary<(string, long), Save>();
        while (await _waiting.Reader.WaitToReadAsync(stop))
        {
            group.Clear();
            while (group.Count < GroupSize && _waiting.Reader.TryRead(out var save))
                if (!group.TryAdd((save.Row.PersistenceId, save.Row.SequenceNr), save))
                {
                    await SaveAsync([.. group.Values], stop);
                    group.Clear();
                    group.Add((save.Row.PersistenceId, save.Row.SequenceNr), save);
                }

            await SaveAsync([.. group.Values], stop);
        }
    }

    private async Task SaveAsync(IReadOnlyList<Save> group, CancellationToken stop)
    {
        var backoff = new Backoff(time);
        while (true)
        {
            try
            {
                await store.SaveSnapshotsAsync(store.Writers, [.. group.Select(s => s.Row)], stop);
                health.Well();
                JournalMetrics.SavedSnapshots.Add(group.Count);
                foreach (var save in group) save.Result.TrySetResult();
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                var fault = store.FaultOf(e);
                if (fault is Fault.Row or Fault.Contention && group.Count > 1)
                {
                    foreach (var save in group) await SaveAsync([save], stop); // R8
                    return;
                }

                if (fault != Fault.Row) health.Failing(e);
                if (fault is Fault.Row or Fault.Setup || time.GetElapsedTime(group[0].EnqueuedAt) >= settings.GiveUpAfter)
                {
                    foreach (var save in group) save.Result.TrySetException(e);
                    return;
                }

                JournalMetrics.Retries.Add(1);
            }
            catch (Exception e)
            {
                foreach (var save in group) save.Result.TrySetException(e);
                throw;
            }

            await backoff.WaitAsync(stop);
        }
    }

    private sealed record Save(SnapshotRow Row, long EnqueuedAt)
    {
        public TaskCompletionSource Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
