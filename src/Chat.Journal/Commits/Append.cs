namespace Chat.Journal.Commits;

/// <summary>The events of one entity that are to be written together, or not at all.</summary>
internal sealed class Append(string persistenceId, IReadOnlyList<EventRow> rows, long enqueuedAt)
{
    private readonly TaskCompletionSource _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>Durable, or why not.</summary>
    public Task Result => _result.Task;

    public void Done() => _result.TrySetResult();

    public void Fail(Exception reason) => _result.TrySetException(reason);

    private static long BytesOf(IReadOnlyList<EventRow> rows)
    {
        long bytes = 0;
        foreach (var row in rows) bytes += row.Message!.Length;
        return bytes;
    }
}
