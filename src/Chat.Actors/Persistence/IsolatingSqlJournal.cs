using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace Chat.Actors.Persistence;

/// <summary>
/// Akka.Persistence.Sql's journal, in which one bad row does not take its neighbours down (R8). It commits the writes of many entities
/// as one group, and fails them all where one fails. Here the writes of a group that a row has spoilt are issued again one after the other:
/// the conflict fails again and stops its own entity, the others are acked as if nothing had happened. Where the database itself
/// fails, each write is tried once more after a moment. Repeating is safe: a row that had been committed after all conflicts with
/// itself, and its entity recovers it.
/// </summary>
public sealed class IsolatingSqlJournal(Config config) : SqlWriteJournal(config)
{
    /// <summary>The first as part of a group, the second alone, the third in case a stranger's conflict joined the second.</summary>
    private const int AttemptsAtARow = 3;

    private const int AttemptsAtTheDatabase = 2;
    private const int FirstPauseMs = 5;
    private const int LongestPauseMs = 60;

    private readonly Queue<PendingWrite> _spoilt = new();
    private bool _isolating;

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var write = new PendingWrite(messages.ToList(), cancellationToken);
        _ = Attempt(write);
#pragma warning disable VSTHRD003 // completed by the attempts; nobody blocks on it
        return write.Result.Task;
#pragma warning restore VSTHRD003
    }

    protected override bool ReceivePluginInternal(object message)
    {
        switch (message)
        {
            case Again again:
                _ = Attempt(again.Write);
                return true;
            case Spoilt spoilt:
                _spoilt.Enqueue(spoilt.Write);
                IsolateNext();
                return true;
            case Isolated:
                _isolating = false;
                IsolateNext();
                return true;
            default:
                return base.ReceivePluginInternal(message);
        }
    }

    private void IsolateNext()
    {
        if (_isolating || !_spoilt.TryDequeue(out var write)) return;
        _isolating = true;
        var self = Self;
        _ = Attempt(write).ContinueWith(
            _ => self.Tell(Isolated.Instance), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>On the journal's own thread; the answer comes on another.</summary>
    private Task Attempt(PendingWrite write)
    {
        write.Attempts++;
        Task<IImmutableList<Exception>> attempt;
        try
        {
            attempt = base.WriteMessagesAsync(write.Messages, write.Cancellation);
        }
        catch (Exception e)
        {
            attempt = Task.FromException<IImmutableList<Exception>>(e);
        }

        var self = Self;
        var scheduler = Context.System.Scheduler;
        return attempt.ContinueWith(
            done =>
            {
                if (done.IsCompletedSuccessfully)
                    write.Result.TrySetResult(done.Result);
                else if (write.Cancellation.IsCancellationRequested || write.Attempts >= (IsRowsFault(done) ? AttemptsAtARow : AttemptsAtTheDatabase))
                    write.Fail(done);
                else if (IsRowsFault(done))
                    self.Tell(new Spoilt(write));
                else
                    scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(Random.Shared.Next(FirstPauseMs, LongestPauseMs)), self, new Again(write), self);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>A constraint or a value, as against a database that is gone: SQLSTATE classes 22 and 23, SQLITE_CONSTRAINT and its kin.</summary>
    private static bool IsRowsFault(Task failed) => failed.Exception?.Flatten().InnerExceptions.Any(e => e.GetBaseException() switch
    {
        Npgsql.PostgresException postgres => postgres.SqlState.StartsWith("22", StringComparison.Ordinal) || postgres.SqlState.StartsWith("23", StringComparison.Ordinal),
        Microsoft.Data.Sqlite.SqliteException sqlite => sqlite.SqliteErrorCode is 18 or 19 or 20, // TOOBIG, CONSTRAINT, MISMATCH
        _ => false,
    }) == true;

    private sealed class PendingWrite(List<AtomicWrite> messages, CancellationToken cancellation)
    {
        public List<AtomicWrite> Messages { get; } = messages;
        public CancellationToken Cancellation { get; } = cancellation;
        public int Attempts { get; set; }

        public TaskCompletionSource<IImmutableList<Exception>> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Fail(Task<IImmutableList<Exception>> done)
        {
            if (done.IsCanceled) Result.TrySetCanceled(Cancellation);
            else Result.TrySetException(done.Exception!.InnerExceptions);
        }
    }

    private sealed record Again(PendingWrite Write) : INoSerializationVerificationNeeded;

    private sealed record Spoilt(PendingWrite Write) : INoSerializationVerificationNeeded;

    private sealed class Isolated : INoSerializationVerificationNeeded
    {
        public static readonly Isolated Instance = new();
    }
}
