using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace Chat.Actors.Persistence;

/// <summary>
/// Akka.Persistence.Sql's journal, in which one bad row does not take its neighbours down (R8). It commits the writes of many
/// entities as one group, and fails them all where one fails. Here a failed write is issued again after a moment, at a random time,
/// so in another group: a conflict fails again and stops its own entity, the others are acked as if nothing had happened. Repeating is
/// safe: a row that had been committed after all conflicts with itself, and its entity recovers it.
/// </summary>
public sealed class IsolatingSqlJournal(Config config) : SqlWriteJournal(config)
{
    /// <summary>Three attempts in some 100 ms: what fails for longer is an outage, for which the senders' own repetition is made.</summary>
    private const int Attempts = 3;
    private const int FirstPauseMs = 5;
    private const int LongestPauseMs = 60;

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var write = new PendingWrite(messages.ToList(), cancellationToken);
        Attempt(write);
#pragma warning disable VSTHRD003 // completed by the attempts; nobody blocks on it
        return write.Result.Task;
#pragma warning restore VSTHRD003
    }

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not PendingWrite write) return base.ReceivePluginInternal(message);
        Attempt(write);
        return true;
    }

    private void Attempt(PendingWrite write)
    {
        write.Attempt++;
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
        _ = attempt.ContinueWith(
            done =>
            {
                if (done.IsCompletedSuccessfully) write.Result.TrySetResult(done.Result);
                else if (write.Attempt >= Attempts || write.Cancellation.IsCancellationRequested) Fail(write, done);
                else scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(Random.Shared.Next(FirstPauseMs, LongestPauseMs)), self, write, self);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static void Fail(PendingWrite write, Task<IImmutableList<Exception>> done)
    {
        if (done.IsCanceled) write.Result.TrySetCanceled(write.Cancellation);
        else write.Result.TrySetException(done.Exception!.InnerExceptions);
    }

    private sealed class PendingWrite(List<AtomicWrite> messages, CancellationToken cancellation) : INoSerializationVerificationNeeded
    {
        public List<AtomicWrite> Messages { get; } = messages;
        public CancellationToken Cancellation { get; } = cancellation;
        public int Attempt { get; set; }

        public TaskCompletionSource<IImmutableList<Exception>> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
