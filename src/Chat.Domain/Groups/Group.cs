using Chat.Domain.Idempotency;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>
/// A group's entity without the actor: takes commands, decides events, applies them once they are durable, and says through
/// <see cref="GroupEffects"/> what is to be told to whom. Single-owner; time is given with every call (Unix milliseconds).
/// </summary>
#pragma warning disable CA1822, IDE0060, CS9113 // a sketch: the signatures that the actor builds on
public sealed partial class Group(GroupId id, GroupLimits limits, long incarnation, Random random, long now)
{
    public GroupId Id => id;

    public long Incarnation => incarnation;

    public GroupState State { get; } = new(id, limits);

    /// <summary>True where the command may create the group: that takes <see cref="ReserveNumber"/> first (M3).</summary>
    public bool NeedsNumberFor(GroupCommand command) => throw new NotImplementedException();

    public void ReserveNumber(long number) => throw new NotImplementedException();

    /// <summary>In recovery: state only, no effects.</summary>
    public void Replay(GroupEvent @event, long sequenceNr) => throw new NotImplementedException();

    /// <summary>After the last replayed event.</summary>
    /// <param name="clean">The entity had put itself to sleep, and nothing was replayed on top of its snapshot.</param>
    public void Recovered(bool clean, long now, GroupEffects effects) => throw new NotImplementedException();

    public void Handle(GroupCommand command, long now, GroupEffects effects) => throw new NotImplementedException();

    /// <summary>An event that was issued is durable: apply it, and tell whoever was waiting for that.</summary>
    public void Committed(GroupEvent @event, long sequenceNr, long now, GroupEffects effects) => throw new NotImplementedException();

    /// <summary>Does what is due, and so moves <see cref="NextDue"/>.</summary>
    public void Tick(long now, GroupEffects effects) => throw new NotImplementedException();

    public long NextDue => now;

    /// <summary>The fan-out of the node asks, after <see cref="GroupEffects.HasNews"/>: what is to be sent now; null where that has been settled otherwise.</summary>
    public GroupPortion? NextPortion(long now, GroupEffects effects) => throw new NotImplementedException();

    /// <summary>Rows asked for by <see cref="GroupEffects.Load"/>; none where they could not be read.</summary>
    public void RowsLoaded(IReadOnlyList<(long SequenceNr, GroupEvent Event)> rows, long now, GroupEffects effects) => throw new NotImplementedException();

    /// <summary>Whether the table of groups has it.</summary>
    public void Listed(GroupListing listing, bool done, long now, GroupEffects effects) => throw new NotImplementedException();

    public void LookedUp(IReadOnlyDictionary<UInt128, SendRecord>? found, long now, GroupEffects effects) => throw new NotImplementedException();

    public void SpillEnded(SpilledBucket bucket, bool done, long now, GroupEffects effects) => throw new NotImplementedException();

    public bool CanSleep(long now) => throw new NotImplementedException();

    /// <summary>Events have been issued and are not committed.</summary>
    public bool IsWriting => throw new NotImplementedException();

    /// <summary>Rows before it may go once snapshots cover them (R4).</summary>
    public long OldestPendingRow => throw new NotImplementedException();

    /// <summary>The entity is about to stop: what is only in memory goes to the journal now.</summary>
    public void FlushMarks(long now, GroupEffects effects) => throw new NotImplementedException();
}
