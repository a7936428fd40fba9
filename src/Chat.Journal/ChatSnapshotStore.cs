using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using Chat.Journal.Cleaning;

namespace Chat.Journal;

/// <summary>
/// The snapshots beside <see cref="ChatJournal"/>. Asked for the newest one, it reads the entity's events with it: the journal's answers
/// to the questions that follow are then at hand.
/// </summary>
public sealed class ChatSnapshotStore : SnapshotStore
{
    private readonly JournalEngine _engine;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public ChatSnapshotStore(Config config) => _engine = JournalEngines.Get(Context.System).Of(config.GetString("journal"));

    protected override async Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        if (!IsNewest(criteria)) return await FindAsync(persistenceId, RangeOf(criteria));
        _engine.Handover.Expect(persistenceId);
        var entity = await _engine.Recoveries.RecoverAsync(persistenceId, cancellationToken);
        if (entity.Snapshot is not { } snapshot)
        {
            _engine.Handover.Put(persistenceId, entity);
            return null!;
        }

        try
        {
            var selected = _engine.Payloads.FromRow(snapshot);
            _engine.Handover.Put(persistenceId, entity);
            return selected;
        }
        catch (Exception e)
        {
            // The one before it is kept for this, and the events after it.
            _log.Warning(e, "{0}: the snapshot at {1} cannot be read, the one before it is taken", persistenceId, snapshot.SequenceNr);
            var older = await FindAsync(persistenceId, RangeOf(criteria) with { MaxSequenceNr = snapshot.SequenceNr - 1 });
            if (older is null) throw;
            return older;
        }
    }

    private async Task<SelectedSnapshot> FindAsync(string persistenceId, SnapshotRange range) =>
        await _engine.Store.FindSnapshotAsync(persistenceId, range, _engine.Stopping) is { } row ? _engine.Payloads.FromRow(row) : null!;

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) =>
        _engine.Saves.SaveAsync(_engine.Payloads.ToRow(metadata, snapshot), cancellationToken);

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) =>
        _engine.Store.DeleteSnapshotsAsync(
            metadata.PersistenceId,
            metadata.Timestamp == DateTime.MinValue || metadata.Timestamp == DateTime.MaxValue
                ? Everywhen(metadata.SequenceNr, metadata.SequenceNr)
                : new SnapshotRange(metadata.SequenceNr, metadata.SequenceNr, long.MinValue, metadata.Timestamp.Ticks),
            _engine.Stopping);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var range = RangeOf(criteria);
        return range.MinSequenceNr <= 0 && range.MinCreated <= 0 && range.MaxCreated == long.MaxValue
            ? _engine.Cleaner.DeleteAsync(new Deletion(persistenceId, 0, range.MaxSequenceNr))
            : _engine.Store.DeleteSnapshotsAsync(persistenceId, range, _engine.Stopping);
    }

    private static bool IsNewest(SnapshotSelectionCriteria criteria) => RangeOf(criteria) is { MinSequenceNr: <= 0, MaxSequenceNr: long.MaxValue, MinCreated: <= 0, MaxCreated: long.MaxValue };

    private static SnapshotRange Everywhen(long from, long to) => new(from, to, long.MinValue, long.MaxValue);

    private static SnapshotRange RangeOf(SnapshotSelectionCriteria criteria) => new(
        criteria.MinSequenceNr, criteria.MaxSequenceNr, criteria.MinTimestamp?.Ticks ?? 0,
        criteria.MaxTimeStamp >= DateTime.MaxValue.Date ? long.MaxValue : criteria.MaxTimeStamp.Ticks);
}
