using System.Threading.Channels;
using Chat.Journal.Stores;

namespace Chat.Journal.Cleaning;

/// <summary>
/// Removes rows that are not needed any more, in the background and a few at a time. Not before <see cref="JournalSettings.DeleteAfter"/>:
/// a row outlives every insert that it would have to refuse (R2). A request that is lost with the process is made again by the entity's
/// next clearing.
/// </summary>
internal sealed class Cleaner(IJournalStore store, JournalSettings settings, JournalHealth health, TimeProvider time)
{
    private const int EntitiesAtOnce = 100;
    private const int Bound = 200_000;

    /// <summary>Behind by this much, it gives the database no more pauses: what it does not remove grows, and makes every statement slower.</summary>
    internal static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly Dictionary<string, Request> _requests = new(StringComparer.Ordinal);
    private readonly Channel<string> _order = Channel.CreateBounded<string>(Bound);
    private int _atOnce = EntitiesAtOnce;

    /// <summary>Ends when the request is accepted; without a delay, when the rows are gone.</summary>
    public Task DeleteAsync(Deletion deletion)
    {
        Request request;
        lock (_gate)
        {
            if (_requests.TryGetValue(deletion.PersistenceId, out var waiting))
            {
                // It must reach its own age: it does not join the one that waits, but whatever follows that.
                request = waiting.Next ??= new Request(new Deletion(deletion.PersistenceId, 0, 0), 0);
                request.EventsUpTo = Math.Max(request.EventsUpTo, deletion.EventsUpTo);
                request.SnapshotsUpTo = Math.Max(request.SnapshotsUpTo, deletion.SnapshotsUpTo);
                request.Since = time.GetTimestamp();
            }
            else
            {
                request = new Request(deletion, time.GetTimestamp());
                if (!_order.Writer.TryWrite(deletion.PersistenceId))
                    return Task.FromException(new JournalUnavailableException($"{Bound} entities wait for their rows to be cleared; the next clearing of this one will do it."));
                _requests.Add(deletion.PersistenceId, request);
            }
        }

        return settings.DeleteAfter == TimeSpan.Zero ? request.Result.Task : Task.CompletedTask;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (await _order.Reader.WaitToReadAsync(stop))
        {
            var due = Due(out var pause);
            if (due.Count == 0)
            {
                await Task.Delay(pause, time, stop);
                continue;
            }

            await DeleteAsync(due, stop);
        }
    }

    private List<Request> Due(out TimeSpan pause)
    {
        var due = new List<Request>();
        pause = settings.DeletePause;
        lock (_gate)
            while (due.Count < EntitiesAtOnce && _order.Reader.TryPeek(out var id))
            {
                var request = _requests[id];
                var late = LatenessOf(request);
                if (late < TimeSpan.Zero)
                {
                    pause = -late;
                    break;
                }

                _order.Reader.TryRead(out _);
                _requests.Remove(id);
                if (request.Next is { } next && _order.Writer.TryWrite(id)) _requests.Add(id, next);
                due.Add(request);
            }

        return due;
    }

    /// <summary>
    /// As many entities in a statement as it can finish: one that has to be repeated passes again through all that it has removed already,
    /// which stays in the index until it is vacuumed.
    /// </summary>
    private async Task DeleteAsync(List<Request> due, CancellationToken stop)
    {
        try
        {
            for (var done = 0; done < due.Count;)
            {
                var some = due.GetRange(done, Math.Min(_atOnce, due.Count - done));
                var began = time.GetTimestamp();
                var removed = await store.DeleteAsync(some.ConvertAll(r => new Deletion(r.PersistenceId, r.EventsUpTo, r.SnapshotsUpTo)), settings.DeleteRows, stop);
                JournalMetrics.DeletedRows.Add(removed);
                if (removed >= settings.DeleteRows)
                {
                    _atOnce = Math.Max(1, some.Count / 2);
                }
                else
                {
                    done += some.Count;
                    if (removed * 4 < settings.DeleteRows) _atOnce = Math.Min(EntitiesAtOnce, _atOnce * 2);
                }

                if (settings.DeletePause > TimeSpan.Zero && LatenessOf(due[0]) < Late)
                {
                    var took = time.GetElapsedTime(began);
                    await Task.Delay(took < settings.DeletePause ? took : settings.DeletePause, time, stop);
                }
            }

            foreach (var request in due) request.Result.TrySetResult();
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // Nobody depends on it: the next clearing of these entities asks again.
            if (store.FaultOf(e) != Fault.Row) health.Failing(e);
            foreach (var request in due) request.Result.TrySetException(e);
        }
    }

    private TimeSpan LatenessOf(Request request) => time.GetElapsedTime(request.Since) - settings.DeleteAfter;

    private sealed class Request(Deletion deletion, long since)
    {
        public string PersistenceId { get; } = deletion.PersistenceId;
        public long EventsUpTo { get; set; } = deletion.EventsUpTo;
        public long SnapshotsUpTo { get; set; } = deletion.SnapshotsUpTo;
        public long Since { get; set; } = since;
        public Request? Next { get; set; }
        public TaskCompletionSource Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
