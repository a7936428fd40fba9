using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Chat.Actors.Persistence;

namespace Chat.Actors.Entities;

/// <summary>Recovery, snapshots and the clearing of rows (R4), failed writes, and falling asleep.</summary>
internal abstract partial class EntityActor<TCommand, TEvent, TEffects>
{
    private CoveredRows _covered;
    private readonly double _snapshotPace; // 0 to 1
    private bool _savingSnapshot;
    private bool _fallingAsleep;
    private bool _restoredClean;
    private bool _replayed;

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer offer when Restore(offer.Snapshot) is { } restored:
                _covered.Restored(offer.Metadata.SequenceNr, restored.OlderSnapshot, restored.NeededRow);
                _restoredClean = restored.Clean;
                break;
            case TEvent @event:
                _replayed = true;
                _covered.Written(LastSequenceNr, _entity.IsRepeated(@event));
                _entity.Replay(@event, LastSequenceNr);
                break;
            case RecoveryCompleted when Serves:
                _with.Quarantine.Recovered(PersistenceId);
                var effects = NoEffects();
                _entity.Recovered(clean: _restoredClean && !_replayed, Now, effects);
                Perform(effects);
                break;
            case RecoveryCompleted:
                break;
            default:
                throw new InvalidOperationException($"{PersistenceId}: a row holds {message.GetType().Name}, which this version does not know.");
        }
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _with.Quarantine.Failed(PersistenceId);
        _with.Log.RecoveryFailed(reason, PersistenceId, _with.Quarantine.Remaining(PersistenceId)?.TotalSeconds ?? 0);
    }

    // A failed or rejected write stops the entity without a word to anyone (R2, R3): it knows no more what the journal holds.

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _with.Log.WriteFailed(cause, PersistenceId, sequenceNr);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _with.Log.WriteFailed(cause, PersistenceId, sequenceNr);
        Context.Stop(Self);
    }

    /// <summary>Entities with like traffic would else all take theirs in the same second.</summary>
    private int SnapshotAfter => Math.Max(1, SnapshotEvery - (int)(_snapshotPace * SnapshotEvery / 4));

    private void SnapshotIfDue()
    {
        if (!_savingSnapshot && _covered.IsSnapshotDue(LastSequenceNr, SnapshotAfter))
            BeginSnapshot(clean: false);
    }

    private void BeginSnapshot(bool clean)
    {
        _savingSnapshot = true;
        SaveSnapshot(TakeSnapshot(new SnapshotNotes(clean, _covered.Newest, _covered.Needed)));
    }

    private void SnapshotSaved(SnapshotMetadata saved)
    {
        _savingSnapshot = false;
        _covered.Saved(saved.SequenceNr);
        if (_cleaningFor is null) Clear();
        else GoOnCleaning();
        if (_fallingAsleep) FallAsleep();
    }

    private void SnapshotNotSaved(SaveSnapshotFailure failed)
    {
        _savingSnapshot = false;
        _with.Log.SnapshotFailed(failed.Cause, PersistenceId, failed.Metadata.SequenceNr);
        _covered.NotSaved(LastSequenceNr, SnapshotEvery);
        _cleaningFor = null; // asked again in the next round
        if (!_fallingAsleep) return;
        _fallingAsleep = false;
        Context.Parent.Tell(new Passivate(Sleep.Instance)); // the events are there; only the next waking is slower
    }

    /// <summary>R4: rows that two snapshots cover and that hold no waiting body. The newest snapshot may be bad, so one older stays usable.</summary>
    /// <returns>Up to which row; 0 where none goes.</returns>
    private long Clear()
    {
        if (_covered.Older == 0) return 0;
        var upTo = Math.Min(_covered.UpTo, _entity.OldestPendingRow - 1);
        if (upTo > 0) DeleteMessages(upTo);
        DeleteSnapshots(new SnapshotSelectionCriteria(_covered.Older - 1));
        return upTo;
    }

    /// <summary>Snapshot first where anything has changed since the last one, then ask the shard to let go.</summary>
    private void FallAsleep()
    {
        if (_cleaningFor is not null) return; // it comes back here
        if (_savingSnapshot || !_entity.CanSleep(Now))
        {
            _fallingAsleep = _savingSnapshot;
            return;
        }

        if (LastSequenceNr > _covered.Newest && !_fallingAsleep)
        {
            _fallingAsleep = true;
            BeginSnapshot(clean: true);
            return;
        }

        _fallingAsleep = false;
        Context.Parent.Tell(new Passivate(Sleep.Instance));
    }

    /// <summary>What is attached would come and wake it; to what it owes (R5) nobody would. The region keeps this until the shard has its new home.</summary>
    private void WakeWhereItGoes()
    {
        if (!_stopping && !_entity.CanSleep(long.MaxValue)) _with.Entities.Tell(WakeCommand.For(Address));
    }

    /// <summary>Marks that are only in memory are written, writes under way finish, then the entity stops.</summary>
    private void StopWhenWritten()
    {
        if (!_stopping)
        {
            _stopping = true;
            var effects = NoEffects();
            _entity.FlushMarks(Now, effects);
            Perform(effects);
        }

        if (!_entity.IsWriting) Context.Stop(Self);
    }
}
