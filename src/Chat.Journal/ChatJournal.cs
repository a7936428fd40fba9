using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Chat.Journal.Cleaning;
using Chat.Journal.Recoveries;

namespace Chat.Journal;

/// <summary>
/// A journal on Akka.Persistence.Sql's tables that commits the writes of many entities together, lets no entity write that is not the
/// owner of its numbers any more (R2), and lets no entity pay for another's bad row (R8). See docs/journal.md.
/// </summary>
public sealed class ChatJournal : AsyncWriteJournal
{
    private readonly JournalEngine _engine = JournalEngines.Get(Context.System).Of(Context.Self.Path.Name); // the plugin's id

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages as IReadOnlyList<AtomicWrite> ?? [.. messages];
        var size = writes.Sum(w => w.Size);
        var queue = _engine.Commits.Queue;
        foreach (var write in writes) _engine.Handover.Forget(write.PersistenceId);
        var place = queue.EnterAsync(writes[0].PersistenceId, size);
        var waits = !place.IsCompletedSuccessfully;
        if (waits) await place.WaitAsync(_engine.Stopping);
        var rejected = new Exception?[writes.Count];
        var entities = Serialize(writes, rejected);
        // One entity as a rule: an actor asks for its own.
        var appends = entities.Where(e => e.Value.Count > 0).Select(e => _engine.Commits.AppendAsync(e.Key, e.Value)).ToList();
        queue.Entered(writes[0].PersistenceId, size - entities.Values.Sum(rows => rows.Count), waits);
        await Task.WhenAll(appends);
        return Array.TrueForAll(rejected, r => r is null) ? null! : ImmutableList.CreateRange<Exception>(rejected!);
    }

    private Dictionary<string, List<EventRow>> Serialize(IReadOnlyList<AtomicWrite> writes, Exception?[] rejected)
    {
        var entities = new Dictionary<string, List<EventRow>>(1, StringComparer.Ordinal);
        for (var i = 0; i < writes.Count; i++)
        {
            if (!entities.TryGetValue(writes[i].PersistenceId, out var rows)) entities.Add(writes[i].PersistenceId, rows = new(writes[i].Size));
            var before = rows.Count;
            try
            {
                foreach (var persistent in (IEnumerable<IPersistentRepresentation>)writes[i].Payload)
                    rows.Add(_engine.Payloads.ToRow(persistent, _engine.WriterUuid));
            }
            catch (Exception e)
            {
                rejected[i] = e;
                rows.RemoveRange(before, rows.Count - before);
            }
        }

        return entities;
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        var entity = _engine.Handover.Peek(persistenceId);
        if (entity is null)
        {
            _engine.Handover.Expect(persistenceId);
            entity = await _engine.Recoveries.RecoverAsync(persistenceId, cancellationToken);
            _engine.Handover.Put(persistenceId, entity);
        }

        // Rows are disposable: the number that the snapshot brought along counts, even where it came from another store.
        return Math.Max(entity.HighestSequenceNr, fromSequenceNr);
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        var found = _engine.Handover.Take(persistenceId);
        var from = fromSequenceNr;
        if (found is not null && Covers(found, fromSequenceNr))
        {
            foreach (var row in found.Events)
            {
                if (row.SequenceNr < from) continue;
                if (row.SequenceNr > toSequenceNr || max == 0) return;
                Replay(row);
            }

            if (found.IsComplete) return;
        }

        while (from <= toSequenceNr && max > 0)
        {
            var page = (int)Math.Min(max, _engine.Settings.ReadEvents);
            var rows = await _engine.Store.ReadEventsAsync(persistenceId, from, toSequenceNr, page, _engine.Stopping);
            foreach (var row in rows) Replay(row);
            if (rows.Count < page) return;
        }

        void Replay(in EventRow row)
        {
            recoveryCallback(_engine.Payloads.FromRow(persistenceId, row));
            from = row.SequenceNr + 1;
            max--;
        }
    }

    /// <summary>Events up to the snapshot have not been read with it.</summary>
    private static bool Covers(RecoveredEntity found, long from) => from > (found.Snapshot?.SequenceNr ?? 0);

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        _engine.Cleaner.DeleteAsync(new Deletion(persistenceId, toSequenceNr, 0));
}
