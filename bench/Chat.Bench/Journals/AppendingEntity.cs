using Akka.Actor;
using Akka.Persistence;

namespace Chat.Bench.Journals;

/// <param name="At">When it was sent.</param>
internal sealed record Append(long At);

/// <summary>Persists an event for each command; a command that comes meanwhile is stashed, as <c>Persist</c> does it.</summary>
internal sealed class AppendingEntity(string id, AppendRun run) : UntypedPersistentActor
{
    public override string PersistenceId => id;

    protected override void OnCommand(object message)
    {
        if (message is Append append)
            Persist(run.Event, _ => run.Completed(Self, append.At));
    }

    protected override void OnRecover(object message)
    {
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Fault($"event {sequenceNr} was not persisted", cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Fault($"event {sequenceNr} was rejected", cause);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => Fault("not recovered", reason);

    private void Fault(string what, Exception cause) => run.Fault.Report($"{id}: {what}: {cause.GetBaseException().Message}");
}
