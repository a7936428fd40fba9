using System.Threading.Channels;
using Chat.Journal.Commits;
using Chat.Journal.Stores;

namespace Chat.Journal.Recoveries;

/// <summary>
/// Recovers together whatever entities are waking: one statement reads snapshot, events and highest number of many. A few statements at
/// a time, on connections of their own, so that a storm of wake-ups leaves the database to the writes.
/// </summary>
internal sealed class GroupRecovery(IJournalStore store, CommitQueue writes, JournalSettings settings, JournalHealth health, TimeProvider time)
{
    // As long as the host lets entities recover at a time.
    private readonly Channel<Wanted> _waiting = Channel.CreateUnbounded<Wanted>();

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, settings.Readers).Select(reader =>
        Task.Factory.StartNew(
            () => LoopAsync(reader, stop), stop, TaskCreationOptions.DenyChildAttach, store.ReaderScheduler(reader)).Unwrap()));

    /// <summary>As it is once the entity's writes that are under way here have ended: a restarted entity must not miss its own.</summary>
    public async Task<RecoveredEntity> RecoverAsync(string persistenceId, CancellationToken cancellation)
    {
        await writes.WrittenAsync(persistenceId);
        var wanted = new Wanted(persistenceId, time.GetTimestamp());
        await _waiting.Writer.WriteAsync(wanted, cancellation);
        return await wanted.Result.Task.WaitAsync(cancellation);
    }

    private async Task LoopAsync(int reader, CancellationToken stop)
    {
        var group = new List<Wanted>();
        while (await _waiting.Reader.WaitToReadAsync(stop))
        {
            group.Clear();
            while (group.Count < settings.ReadEntities && _waiting.Reader.TryRead(out var wanted)) group.Add(wanted);
            if (group.Count > 0) await RecoverAsync(reader, group, stop);
        }
    }

    private async Task RecoverAsync(int reader, List<Wanted> group, CancellationToken stop)
    {
        var backoff = new Backoff(time);
        while (true)
        {
            try
            {
                var started = time.GetTimestamp();
                var found = await store.RecoverAsync(reader, [.. group.Select(w => w.PersistenceId)], stop);
                health.Well();
                JournalMetrics.RecoveryDuration.Record(time.GetElapsedTime(started).TotalSeconds);
                JournalMetrics.RecoveryEntities.Record(group.Count);
                for (var i = 0; i < group.Count; i++) group[i].Result.TrySetResult(found[i]);
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                var fault = store.FaultOf(e);
                if (fault is Fault.Row or Fault.Contention && group.Count > 1)
                {
                    foreach (var wanted in group) await RecoverAsync(reader, [wanted], stop); // R8
                    return;
                }

                if (fault != Fault.Row) health.Failing(e);
                if (fault is Fault.Row or Fault.Setup || time.GetElapsedTime(group[0].Since) >= settings.GiveUpAfter)
                {
                    foreach (var wanted in group) wanted.Result.TrySetException(e);
                    return;
                }

                JournalMetrics.Retries.Add(1);
            }
            catch (Exception e)
            {
                foreach (var wanted in group) wanted.Result.TrySetException(e);
                throw;
            }

            await backoff.WaitAsync(stop);
        }
    }

    private sealed record Wanted(string PersistenceId, long Since)
    {
        public TaskCompletionSource<RecoveredEntity> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
