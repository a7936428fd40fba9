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

    /// <summary>Requests to write are not left to the base class: see <see cref="WriteRequest"/>.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is not WriteMessages asked) return base.AroundReceive(receive, message);
        var request = Prepare(asked);
        if (request is { Writes.Count: 0 }) request.Begin(0);
        else if (request is not null) Write(request);
        return true;
    }

    private WriteRequest? Prepare(WriteMessages asked)
    {
        try
        {
            return new WriteRequest(asked, [.. PreparePersistentBatch(asked.Messages)], Self);
        }
        catch (Exception e)
        {
            // An event adapter; the actor would wait for ever.
            var request = new WriteRequest(asked, [.. asked.Messages.OfType<AtomicWrite>()], Self);
            request.Begin(1);
            request.Ended(e);
            return null;
        }
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Requests to write do not come this way.");

    private void Write(WriteRequest request)
    {
        var rows = request.Writes.Sum(w => w.Size);
        var place = _engine.Commits.Queue.EnterAsync(request.PersistenceId, rows);
        if (place.IsCompletedSuccessfully) Append(request, rows, waited: false);
        else _ = AppendLaterAsync(request, rows, place);
    }

    private async Task AppendLaterAsync(WriteRequest request, int rows, Task place)
    {
        try
        {
            await place.WaitAsync(_engine.Stopping);
        }
        catch (OperationCanceledException)
        {
            return; // the system ends, and the entity with it
        }

        Append(request, rows, waited: true);
    }

    private void Append(WriteRequest request, int places, bool waited)
    {
        var entities = Serialize(request);
        request.Begin(entities.Count);
        foreach (var (persistenceId, rows) in entities)
        {
            _engine.Commits.Append(persistenceId, rows, request.Ended);
            _engine.Handover.Forget(persistenceId); // after it: whoever reads from now on waits for what is in the queue
        }

        _engine.Commits.Queue.Entered(request.PersistenceId, places - entities.Values.Sum(rows => rows.Count), waited);
    }

    private Dictionary<string, List<EventRow>> Serialize(WriteRequest request)
    {
        var entities = new Dictionary<string, List<EventRow>>(1, StringComparer.Ordinal);
        for (var i = 0; i < request.Writes.Count; i++)
        {
            var write = request.Writes[i];
            try
            {
                var rows = new List<EventRow>(write.Size);
                foreach (var persistent in (IEnumerable<IPersistentRepresentation>)write.Payload)
                    rows.Add(_engine.Payloads.ToRow(persistent, _engine.WriterUuid));
                if (entities.TryGetValue(write.PersistenceId, out var before)) before.AddRange(rows);
                else entities.Add(write.PersistenceId, rows);
            }
            catch (Exception e)
            {
                request.Reject(i, e);
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
