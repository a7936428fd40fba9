using Akka.Actor;
using Chat.Domain.Idempotency;

namespace Chat.Actors.Entities;

/// <summary>What the entity does in tables beside its journal, off its thread: rows read again, spilled sends, long debts.</summary>
internal abstract partial class EntityActor<TCommand, TEvent, TEffects>
{
    private void OnTableAnswer(object message)
    {
        var effects = NoEffects();
        switch (message)
        {
            case RowsRead rows: _entity.RowsLoaded(rows.Rows, Now, effects); break;
            case SpillEnded ended: _entity.SpillEnded(ended.Bucket, ended.Done, Now, effects); break;
            case Recorded recorded: _entity.Recorded(recorded.UpTo, Now, effects); break;
            case SendsFound found: _entity.LookedUp(found.Sends, Now, effects); break;
            case FiltersRead read: _entity.FiltersRead(read.Filters, Now, effects); break;
        }

        Perform(effects);
    }

    private void UseTables(TEffects effects)
    {
        if (effects.Load is { } load) ReadRows(load.From, load.Max);
        if (effects.Record is { } portion) Record(portion.From, portion.UpTo, portion.Max);
        if (effects.Overdue is { } overdue) NoteDebt(overdue);
        if (effects.Spill is { } bucket) Spill(bucket);
        if (effects.LookUp is { } lookUp) LookUp(lookUp);
        if (effects.ReadFilters) ReadFilters();
    }

    private void ReadRows(long from, int max) => _ =
        _with.Rows.ReadAsync<TEvent>(Address, from, max, CancellationToken.None).PipeTo(Self, Self, rows => new RowsRead(rows), cause =>
        {
            _with.Log.RowsNotRead(cause, PersistenceId, from);
            return new RowsRead([]);
        });

    private void Spill(SpilledBucket bucket)
    {
        _ = _with.SpilledSends.SpillAsync(Address, bucket, WindowStart, CancellationToken.None).PipeTo(
            Self, Self, () => new SpillEnded(bucket, true), cause =>
            {
                _with.Log.NotSpilled(cause, PersistenceId, bucket.Count);
                return new SpillEnded(bucket, false);
            });
    }

    /// <summary>Spilled sends go with the next spill; whoever spills no more keeps them until the clean-up.</summary>
    private void ForgetSpilled()
    {
        if (!HasSpilled) return;
        _ = _with.SpilledSends.ForgetAsync(Address, WindowStart, CancellationToken.None).ContinueWith(
            done => _with.Log.NotForgotten(done.Exception!, PersistenceId),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private long WindowStart => Now - (long)DedupWindow.TotalMilliseconds;

    private void LookUp(SpilledLookUp lookUp)
    {
        EntityMetrics.SpillLookUps.Add(1);
        _ = _with.SpilledSends.FindAsync(Address, lookUp, CancellationToken.None).PipeTo(Self, Self, found => new SendsFound(found), cause =>
        {
            _with.Log.NotLookedUp(cause, PersistenceId);
            return new SendsFound(null);
        });
    }

    private void ReadFilters() => _ = _with.SpilledSends.FiltersAsync(Address, WindowStart, SpillIndex.MaxBytes, CancellationToken.None).PipeTo(
        Self, Self, filters => new FiltersRead(filters), cause =>
        {
            _with.Log.NotLookedUp(cause, PersistenceId);
            return new FiltersRead(null);
        });

    private void NoteDebt(bool owes)
    {
        var noted = owes ? _with.Debts.OweAsync(Address, CancellationToken.None) : _with.Debts.PaidAsync(Address, CancellationToken.None);
        // Where it fails the debt is still resumed at the next waking; only a start does not know of it.
        _ = noted.ContinueWith(
            done => _with.Log.DebtNotNoted(done.Exception!, PersistenceId),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private sealed record RowsRead(IReadOnlyList<(long SequenceNr, TEvent Event)> Rows) : INoSerializationVerificationNeeded;

    private sealed record SpillEnded(SpilledBucket Bucket, bool Done) : INoSerializationVerificationNeeded;

    private sealed record FiltersRead(SpilledFilters? Filters) : INoSerializationVerificationNeeded;

    private sealed record SendsFound(IReadOnlyDictionary<UInt128, SendRecord>? Sends) : INoSerializationVerificationNeeded;
}
