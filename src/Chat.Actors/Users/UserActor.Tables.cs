using Akka.Actor;
using Chat.Domain.Users;
using Chat.Domain.Idempotency;

namespace Chat.Actors.Users;

/// <summary>What the entity does in tables beside its journal, off its thread: rows read again, spilled sends, long debts.</summary>
internal sealed partial class UserActor
{
    private void OnTableAnswer(object message)
    {
        var effects = NoEffects();
        switch (message)
        {
            case RowsRead rows: _user.RowsLoaded(rows.Rows, Now, effects); break;
            case SpillEnded ended: _user.SpillEnded(ended.Bucket, ended.Done, Now, effects); break;
            case SendsFound found: _user.LookedUp(found.Sends, Now, effects); break;
        }

        Perform(effects);
    }

    private void UseTables(Effects effects)
    {
        if (effects.Load is { } load) ReadRows(load.From, load.Max);
        if (effects.Overdue is { } overdue) NoteDebt(overdue);
        if (effects.Spill is { } bucket) Spill(bucket);
        if (effects.LookUp is { } keys) LookUp(keys);
    }

    private void ReadRows(long from, int max) => _ =
        _with.Rows.ReadAsync(_address, from, max, CancellationToken.None).PipeTo(Self, Self, rows => new RowsRead(rows), cause =>
        {
            LogRowsNotRead(_with.Logger, cause, PersistenceId, from);
            return new RowsRead([]);
        });

    private void Spill(SpilledBucket bucket)
    {
        _ = _with.SpilledSends.SpillAsync(_address, bucket, WindowStart, CancellationToken.None).PipeTo(
            Self, Self, () => new SpillEnded(bucket, true), cause =>
            {
                LogNotSpilled(_with.Logger, cause, PersistenceId, bucket.Sends.Count);
                return new SpillEnded(bucket, false);
            });
    }

    /// <summary>Spilled sends go with the next spill; whoever spills no more keeps them until the clean-up.</summary>
    private void ForgetSpilled()
    {
        if (_user.State.Sends.SpilledAt == 0) return;
        _ = _with.SpilledSends.ForgetAsync(_address, WindowStart, CancellationToken.None).ContinueWith(
            done => LogNotForgotten(_with.Logger, done.Exception!, PersistenceId),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private long WindowStart => Now - (long)_with.Limits.DedupWindow.TotalMilliseconds - HourMs; // hours are dropped whole

    private void LookUp(IReadOnlyList<UInt128> keys) => _ =
        _with.SpilledSends.FindAsync(_address, keys, CancellationToken.None).PipeTo(Self, Self, found => new SendsFound(found), cause =>
        {
            LogNotLookedUp(_with.Logger, cause, PersistenceId);
            return new SendsFound(null);
        });

    private void NoteDebt(bool owes)
    {
        var noted = owes ? _with.Debts.OweAsync(_address, CancellationToken.None) : _with.Debts.PaidAsync(_address, CancellationToken.None);
        // Where it fails the debt is still resumed at the next waking; only a start does not know of it.
        _ = noted.ContinueWith(
            done => LogDebtNotNoted(_with.Logger, done.Exception!, PersistenceId),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private const long HourMs = 3_600_000;

    private sealed record RowsRead(IReadOnlyList<(long SequenceNr, UserEvent Event)> Rows) : INoSerializationVerificationNeeded;

    private sealed record SpillEnded(SpilledBucket Bucket, bool Done) : INoSerializationVerificationNeeded;

    private sealed record SendsFound(IReadOnlyDictionary<UInt128, SendRecord>? Sends) : INoSerializationVerificationNeeded;
}
