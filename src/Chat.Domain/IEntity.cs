using Chat.Domain.History;
using Chat.Domain.Idempotency;

namespace Chat.Domain;

/// <summary>
/// An entity without its actor, of whatever kind: decides on commands, applies what is durable, and says through its effects what is to be
/// done. Single-owner; times are Unix milliseconds.
/// </summary>
public interface IEntity<in TCommand, TEvent, in TEffects>
    where TEffects : EntityEffects<TEvent>
{
    /// <summary>True where the command may bring the entity into being: that takes <see cref="ReserveNumber"/> first (M3).</summary>
    bool NeedsNumberFor(TCommand command);

    void ReserveNumber(long number);

    /// <summary>In recovery: state only, no effects.</summary>
    void Replay(TEvent @event, long sequenceNr);

    /// <summary>After the last replayed event. What is owed goes on where it was (R5).</summary>
    /// <param name="clean">The entity had put itself to sleep, and nothing was replayed on top of its snapshot.</param>
    void Recovered(bool clean, long now, TEffects effects);

    void Handle(TCommand command, long now, TEffects effects);

    /// <summary>An event that was issued is durable: apply it, and tell whoever was waiting for that.</summary>
    void Committed(TEvent @event, long sequenceNr, long now, TEffects effects);

    /// <summary>Rows asked for by <see cref="EntityEffects{TEvent}.Load"/>; none where they could not be read.</summary>
    void RowsLoaded(IReadOnlyList<(long SequenceNr, TEvent Event)> rows, long now, TEffects effects);

    /// <summary>Whether a recovery from before the event does by itself what the event says: its row is needed for its number only.</summary>
    bool IsRepeated(TEvent @event);

    /// <summary>Writes an event that changes nothing, so that two snapshots hold everything and no row has to stay for the older one (R3).</summary>
    /// <returns>False where the entity does not exist, and so has no rows.</returns>
    bool Repeat(long now, TEffects effects);

    /// <summary>Answer to <see cref="EntityEffects.Spill"/>.</summary>
    void SpillEnded(SpilledBucket bucket, bool done, long now, TEffects effects);

    /// <summary>Answer to <see cref="EntityEffects.LookUp"/>; null where the table could not be read.</summary>
    void LookedUp(IReadOnlyDictionary<UInt128, SendRecord>? found, long now, TEffects effects);

    /// <summary>Answer to <see cref="EntityEffects.ReadFilters"/>; null where the table could not be read.</summary>
    void FiltersRead(SpilledFilters? filters, long now, TEffects effects);

    /// <summary>What history keeps of an event; null where it keeps nothing. Looks at the event only: may be asked on any thread.</summary>
    HistoryEntry? HistoryOf(TEvent @event);

    /// <summary>Answer to <see cref="EntityEffects{TEvent}.Record"/>: what was asked for is in history up to this row; null where nothing was written.</summary>
    void Recorded(long? upTo, long now, TEffects effects);

    /// <summary>Does what is due, and so moves <see cref="NextDue"/>.</summary>
    void Tick(long now, TEffects effects);

    long NextDue { get; }

    /// <summary>Nothing attached, pending or owed, and no use for a while: the entity may be put to sleep.</summary>
    bool CanSleep(long now);

    /// <summary>Events have been issued and are not committed.</summary>
    bool IsWriting { get; }

    /// <summary>The lowest row whose body somebody still waits for; rows before it may go once snapshots cover them (R4).</summary>
    long OldestPendingRow { get; }

    /// <summary>The entity is about to stop: what is only in memory goes to the journal now.</summary>
    void FlushMarks(long now, TEffects effects);
}
