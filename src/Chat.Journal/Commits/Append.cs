namespace Chat.Journal.Commits;

/// <summary>The events of one entity that are to be written together, or not at all.</summary>
/// <param name="ended">Told once, on the thread that committed: null where they are durable, else why they are not. Must not block or throw.</param>
internal sealed class Append(string persistenceId, IReadOnlyList<EventRow> rows, long enqueuedAt, Action<Exception?> ended)
{
    private TaskCompletionSource? _ended;

    public string PersistenceId { get; } = persistenceId;

    /// <summary>By number, at least one.</summary>
    public IReadOnlyList<EventRow> Rows { get; } = rows;

    public long FirstSequenceNr => Rows[0].SequenceNr;

    public long Bytes { get; } = BytesOf(rows);

    /// <summary>Timestamp of the clock.</summary>
    public long EnqueuedAt { get; } = enqueuedAt;

    /// <summary>Failed attempts whose outcome may have been a commit.</summary>
    public int Repetitions { get; set; }

    /// <summary>The next of the same entity, which waits for this one.</summary>
    public Append? Next { get; set; }

    /// <summary>For the rare one who waits beside the owner. To be called under the queue's lock, while the write is in the queue.</summary>
    public Task EndedAsync() => (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void End(Exception? failure)
    {
        ended(failure);
        _ended?.TrySetResult();
    }

    private static long BytesOf(IReadOnlyList<EventRow> rows)
    {
        long bytes = 0;
        foreach (var row in rows) bytes += row.Message!.Length;
        return bytes;
    }
}
