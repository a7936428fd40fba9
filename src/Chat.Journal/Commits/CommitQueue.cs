using System.Threading.Channels;

namespace Chat.Journal.Commits;

/// <summary>
/// Writes that wait for a commit, in order of arrival; those of one entity one after the other, so that a refusal also refuses what was
/// meant to follow. Bounded in rows and bytes: beyond, entities wait to be let in, first come, first served.
/// </summary>
internal sealed class CommitQueue(int maxRows, long maxBytes)
{
    private readonly object _gate = new();
    private readonly Channel<Append> _ready = Channel.CreateUnbounded<Append>();
    private readonly Dictionary<string, Append> _lastOf = new(StringComparer.Ordinal);
    private readonly Queue<(int Rows, TaskCompletionSource Admitted)> _outside = new();
    private readonly Dictionary<string, Entering> _entering = new(StringComparer.Ordinal);
    private int _rows;
    private long _bytes;

    /// <summary>Writes that a writer could take now.</summary>
    public int Waiting => _ready.Reader.Count;

    /// <summary>
    /// A place in the queue, until <see cref="Entered"/>. Events are serialized after it, so that those who wait hold nothing but themselves.
    /// </summary>
    public Task EnterAsync(string persistenceId, int rows)
    {
        lock (_gate)
        {
            // Behind its own that wait, or the later events of an entity would come first.
            if (_outside.Count == 0 && HasRoom && !_entering.ContainsKey(persistenceId))
            {
                _rows += rows;
                return Task.CompletedTask;
            }

            var admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _outside.Enqueue((rows, admitted));
            if (!_entering.TryGetValue(persistenceId, out var entering)) _entering.Add(persistenceId, entering = new());
            entering.Count++;
            return admitted.Task;
        }
    }

    /// <summary>The writes have been added, except for rows that could not be serialized.</summary>
    /// <param name="waited">Whether the place had to be waited for.</param>
    public void Entered(string persistenceId, int rowsLeft, bool waited)
    {
        lock (_gate)
            if (waited && _entering.TryGetValue(persistenceId, out var entering) && --entering.Count == 0)
            {
                _entering.Remove(persistenceId);
                entering.Done.SetResult();
            }

        Release(rowsLeft, 0);
    }

    public void Add(Append append)
    {
        JournalMetrics.QueueRows.Add(append.Rows.Count);
        lock (_gate)
        {
            _bytes += append.Bytes;
            var before = _lastOf.GetValueOrDefault(append.PersistenceId);
            _lastOf[append.PersistenceId] = append;
            if (before is not null)
            {
                before.Next = append;
                return;
            }
        }

        _ready.Writer.TryWrite(append);
    }

    /// <summary>One that was taken and has to be tried once more.</summary>
    public void Again(Append append) => _ready.Writer.TryWrite(append);

    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _ready.Reader.WaitToReadAsync(cancellation);

    /// <summary>Whatever waits, up to the bounds; at least one where there is one.</summary>
    public void Take(List<Append> group, int rows, long bytes)
    {
        while (rows > 0 && bytes > 0 && _ready.Reader.TryRead(out var append))
        {
            group.Add(append);
            rows -= append.Rows.Count;
            bytes -= append.Bytes;
        }
    }

    /// <summary>The outcome of a write; null where it is durable.</summary>
    public void Finish(Append append, Exception? failure)
    {
        Append? next;
        lock (_gate)
        {
            next = append.Next;
            if (next is null) _lastOf.Remove(append.PersistenceId);
        }

        JournalMetrics.QueueRows.Add(-append.Rows.Count);
        Release(append.Rows.Count, append.Bytes);
        append.End(failure);
        if (next is null) return;
        if (failure is null) _ready.Writer.TryWrite(next);
        else Finish(next, failure);
    }

    /// <summary>When no write of the entity is under way any more: only then does a recovery see all of them.</summary>
    public async Task WrittenAsync(string persistenceId)
    {
        while (true)
        {
            Task under;
            lock (_gate)
            {
                if (_entering.TryGetValue(persistenceId, out var entering)) under = entering.Done.Task;
                else if (_lastOf.TryGetValue(persistenceId, out var last)) under = last.EndedAsync();
                else return;
            }

            await under;
        }
    }

    private bool HasRoom => _rows < maxRows && _bytes < maxBytes;

    private void Release(int rows, long bytes)
    {
        lock (_gate)
        {
            _rows -= rows;
            _bytes -= bytes;
            while (HasRoom && _outside.TryDequeue(out var first))
            {
                _rows += first.Rows;
                first.Admitted.SetResult();
            }
        }
    }

    /// <summary>Writes of an entity that had to wait for a place and are not in the queue yet.</summary>
    private sealed class Entering
    {
        public int Count { get; set; }
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
