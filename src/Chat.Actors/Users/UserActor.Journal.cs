using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Chat.Actors.Persistence;
using Chat.Domain.Users;
using Chat.Domain.Users.Snapshots;
using Chat.Protocol.Schema.Snapshot;

namespace Chat.Actors.Users;

/// <summary>Recovery, snapshots and the clearing of rows (R4), failed writes, and falling asleep.</summary>
internal sealed partial class UserActor
{
    private CoveredRows _covered;
    private bool _savingSnapshot;
    private bool _fallingAsleep;
    private bool _restoredClean;
    private bool _replayed;

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: UserSnapshot snapshot } offer:
                UserSnapshots.Restore(_user.State, snapshot);
                _covered.Restored(offer.Metadata.SequenceNr, snapshot.OlderSnapshot, snapshot.NeededRow);
                _restoredClean = snapshot.Clean;
                break;
            case UserEvent @event:
                _replayed = true;
                _covered.Written(LastSequenceNr, User.IsRepeatedByRecovery(@event));
                _user.Replay(@event, LastSequenceNr);
                break;
            case RecoveryCompleted when _quarantined is null:
                _with.Quarantine.Recovered(PersistenceId);
                var effects = NoEffects();
                _user.Recovered(clean: _restoredClean && !_replayed, Now, effects);
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
        LogRecoveryFailed(_with.Logger, reason, PersistenceId, _with.Quarantine.Remaining(PersistenceId)?.TotalSeconds ?? 0);
    }

    // A failed or rejected write stops the entity without a word to anyone (R2, R3): it knows no more what the journal holds.

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        LogWriteFailed(_with.Logger, cause, PersistenceId, sequenceNr);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        LogWriteFailed(_with.Logger, cause, PersistenceId, sequenceNr);
        Context.Stop(Self);
    }

    private void SnapshotIfDue()
    {
        if (!_savingSnapshot && _covered.IsSnapshotDue(LastSequenceNr, _with.Limits.SnapshotEvery))
            TakeSnapshot(clean: false);
    }

    private void TakeSnapshot(bool clean)
    {
        _savingSnapshot = true;
        var snapshot = UserSnapshots.Take(_user.State, clean);
        (snapshot.OlderSnapshot, snapshot.NeededRow) = (_covered.Newest, _covered.Needed);
        SaveSnapshot(snapshot);
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
        LogSnapshotFailed(_with.Logger, failed.Cause, PersistenceId, failed.Metadata.SequenceNr);
        _covered.NotSaved(LastSequenceNr, _with.Limits.SnapshotEvery);
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
        var upTo = Math.Min(_covered.UpTo, _user.OldestPendingRow - 1);
        if (upTo > 0) DeleteMessages(upTo);
        DeleteSnapshots(new SnapshotSelectionCriteria(_covered.Older - 1));
        return upTo;
    }

    /// <summary>Snapshot first where anything has changed since the last one, then ask the shard to let go.</summary>
    private void FallAsleep()
    {
        if (_cleaningFor is not null) return; // it comes back here
        if (_savingSnapshot || !_user.CanSleep(Now))
        {
            _fallingAsleep = _savingSnapshot;
            return;
        }

        if (LastSequenceNr > _covered.Newest && !_fallingAsleep)
        {
            _fallingAsleep = true;
            TakeSnapshot(clean: true);
            return;
        }

        _fallingAsleep = false;
        Context.Parent.Tell(new Passivate(Sleep.Instance));
    }

    /// <summary>Marks that are only in memory are written, writes under way finish, then the entity stops.</summary>
    private void StopWhenWritten()
    {
        if (!_stopping)
        {
            _stopping = true;
            var effects = NoEffects();
            _user.FlushMarks(Now, effects);
            Perform(effects);
        }

        if (!_user.IsWriting) Context.Stop(Self);
    }
}
