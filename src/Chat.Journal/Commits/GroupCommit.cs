using System.Data.Common;
using Chat.Journal.Stores;

namespace Chat.Journal.Commits;

/// <summary>
/// Commits the writes of many entities together: a group is whatever has come while the one before it was being committed. What a
/// group's failure means is decided here (R8): a bad row is found by halving, so its neighbours are written; a database that fails is
/// tried again until <see cref="JournalSettings.GiveUpAfter"/>.
/// </summary>
internal sealed class GroupCommit(IJournalStore store, JournalSettings settings, JournalHealth health, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _backlog = new(0);
    private int _helpers;

    public CommitQueue Queue { get; } = new(settings.QueueRows, settings.QueueBytes);

    /// <summary>Half a group waits although one is being committed: worth a second connection.</summary>
    private int BacklogFrom => Math.Max(1, settings.GroupRows / 4);

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, store.Writers).Select(writer =>
        Task.Factory.StartNew(
            () => writer == 0 ? WriteAsync(stop) : HelpAsync(writer, stop), stop, TaskCreationOptions.DenyChildAttach, store.WriterScheduler).Unwrap()));

    /// <param name="ended">See <see cref="Append"/>.</param>
    public void Append(string persistenceId, IReadOnlyList<EventRow> rows, Action<Exception?> ended)
    {
        Queue.Add(new Append(persistenceId, rows, time.GetTimestamp(), ended));
        if (Volatile.Read(ref _helpers) > 0 && Queue.Waiting >= BacklogFrom && _backlog.CurrentCount == 0) _backlog.Release();
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        var group = new List<Append>();
        while (await Queue.WaitAsync(stop))
            await CommitNextAsync(0, group, stop);
    }

    /// <summary>Another connection, for as long as the first cannot keep up. Below that, two would only make the groups smaller.</summary>
    private async Task HelpAsync(int writer, CancellationToken stop)
    {
        var group = new List<Append>();
        while (true)
        {
            Interlocked.Increment(ref _helpers);
            await _backlog.WaitAsync(stop);
            Interlocked.Decrement(ref _helpers);
            while (Queue.Waiting >= BacklogFrom)
                await CommitNextAsync(writer, group, stop);
        }
    }

    private async Task CommitNextAsync(int writer, List<Append> group, CancellationToken stop)
    {
        group.Clear();
        Queue.Take(group, settings.GroupRows, settings.GroupBytes);
        if (group.Count == 0) return;
        var started = time.GetTimestamp();
        await CommitAsync(writer, group, stop);
        JournalMetrics.CommitDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        JournalMetrics.CommitRows.Record(group.Sum(a => a.Rows.Count));
        JournalMetrics.CommitBytes.Record(group.Sum(a => a.Bytes));
    }

    private async Task CommitAsync(int writer, List<Append> group, CancellationToken stop)
    {
        var backoff = new Backoff(time);
        while (true)
        {
            try
            {
                var refused = await store.AppendAsync(writer, group, stop);
                health.Well();
                await FinishAsync(group, refused, stop);
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                var fault = store.FaultOf(e);
                if (fault == Fault.Row)
                {
                    await IsolateAsync(writer, group, e, stop);
                    return;
                }

                JournalMetrics.Retries.Add(1);
                foreach (var append in group) append.Repetitions++;
                if (fault == Fault.Contention && group.Count > 1)
                {
                    await IsolateAsync(writer, group, e, stop);
                    return;
                }

                if (fault == Fault.Contention && !IsOverdue(group[0]))
                {
                    // Its own entity waits, and nobody behind it.
                    _ = RepeatAsync(group[0], stop);
                    return;
                }

                health.Failing(e);
                if (fault == Fault.Setup || group.All(IsOverdue))
                {
                    foreach (var append in group)
                        Queue.Finish(append, new JournalUnavailableException($"The journal cannot write: {e.Message}", e));
                    return;
                }
            }
            catch
            {
                foreach (var append in group)
                    Queue.Finish(append, new JournalUnavailableException("The journal is stopping."));
                throw;
            }

            await backoff.WaitAsync(stop);
        }
    }

    private async Task FinishAsync(List<Append> group, IReadOnlyList<int> refused, CancellationToken stop)
    {
        var next = 0;
        for (var i = 0; i < group.Count; i++)
        {
            var isRefused = next < refused.Count && refused[next] == i;
            if (isRefused) next++;
            Queue.Finish(group[i], isRefused ? await ConflictAsync(group[i], null, stop) : null);
        }
    }

    private async Task RepeatAsync(Append append, CancellationToken stop)
    {
        try
        {
            await new Backoff(time, append.Repetitions).WaitAsync(stop);
            Queue.Again(append);
        }
        catch (OperationCanceledException)
        {
            Queue.Finish(append, new JournalUnavailableException("The journal is stopping."));
        }
    }

    /// <summary>A bad row is in one of the halves; the other one's neighbours must not pay for it.</summary>
    private async Task IsolateAsync(int writer, List<Append> group, Exception failure, CancellationToken stop)
    {
        if (group.Count == 1)
        {
            Queue.Finish(group[0], await ConflictAsync(group[0], failure, stop));
            return;
        }

        var half = group.Count / 2;
        await CommitAsync(writer, [.. group.Take(half)], stop);
        await CommitAsync(writer, [.. group.Skip(half)], stop);
    }

    /// <summary>
    /// Null where the rows that are there are the very ones that this write was to put there: an attempt before this one was committed,
    /// though its answer did not come.
    /// </summary>
    private async Task<Exception?> ConflictAsync(Append append, Exception? failure, CancellationToken stop)
    {
        if (append.Repetitions > 0 && await IsWrittenAsync(append, stop)) return null;
        JournalMetrics.Conflicts.Add(1);
        return failure is null || failure is DbException { SqlState: "23505" }
            ? new JournalConflictException($"{append.PersistenceId}: number {append.FirstSequenceNr} is taken; another owner has gone on.", failure!)
            : failure;
    }

    private async Task<bool> IsWrittenAsync(Append append, CancellationToken stop)
    {
        var backoff = new Backoff(time);
        while (true)
        {
            try
            {
                var rows = append.Rows;
                var found = await store.ReadEventsAsync(append.PersistenceId, rows[0].SequenceNr, rows[^1].SequenceNr, rows.Count, stop);
                return found.Count == rows.Count
                       && found.Zip(rows).All(pair => pair.First.WriterUuid == pair.Second.WriterUuid && pair.First.Created == pair.Second.Created
                                                      && pair.First.Message.AsSpan().SequenceEqual(pair.Second.Message));
            }
            catch (Exception e) when (!stop.IsCancellationRequested && store.FaultOf(e) is Fault.Database or Fault.Contention && !IsOverdue(append))
            {
                health.Failing(e);
            }

            await backoff.WaitAsync(stop);
        }
    }

    public void Dispose() => _backlog.Dispose();

    private bool IsOverdue(Append append) => time.GetElapsedTime(append.EnqueuedAt) >= settings.GiveUpAfter;
}
