using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Entities;

/// <summary>
/// An entity in the cluster: gives an <see cref="IEntity{TCommand,TEvent,TEffects}"/> persistence, a timer and addresses. Decisions are made
/// there; what happens to the journal, and in tables beside it, is in the other parts of this class.
/// </summary>
internal abstract partial class EntityActor<TCommand, TEvent, TEffects> : UntypedPersistentActor
    where TCommand : class
    where TEvent : class
    where TEffects : EntityEffects<TEvent>, new()
{
    private readonly EntityDependencies _with;
    private readonly IEntity<TCommand, TEvent, TEffects> _entity;
    private readonly Action<TEvent> _committed;
    private readonly TimeSpan? _quarantined;
    private readonly bool _isElsewhere; // or will be in a moment
    private static readonly TimeSpan BetweenDatabases = TimeSpan.FromSeconds(5);
    private ITimer? _timer;
    private long _timerDue = long.MaxValue;
    private bool _reservingNumber;
    private Queue<TCommand>? _waiting; // for the number; each command has a sender who waits in turn, so it stays short
    private bool _stopping;

    protected EntityActor(EntityAddress address, IEntity<TCommand, TEvent, TEffects> entity, EntityDependencies with)
    {
        _with = with;
        _entity = entity;
        Address = address;
        _committed = Committed;
        _snapshotPace = with.Random.NextDouble();
        PersistenceId = address.PersistenceId;
        (JournalPluginId, SnapshotPluginId) = with.Journals.For(address.Slot);
        _isElsewhere = with.Standing.IsLosing;
        _quarantined = with.Journals.Serves(address.Slot) ? with.Quarantine.Remaining(PersistenceId) : BetweenDatabases;
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => Serves ? Recovery.Default : Recovery.None;

    private bool Serves => _quarantined is null && !_isElsewhere;

    protected EntityAddress Address { get; }

    protected long Now => _with.Now;

    /// <summary>Events between two snapshots, at most.</summary>
    protected abstract int SnapshotEvery { get; }

    /// <summary>How long sends are remembered (M4).</summary>
    protected abstract TimeSpan DedupWindow { get; }

    /// <summary>The committed state as a snapshot.</summary>
    protected abstract object TakeSnapshot(SnapshotNotes notes);

    /// <summary>Null where the snapshot is not of this kind.</summary>
    protected abstract SnapshotNotes? Restore(object snapshot);

    /// <summary>Some of its sends are only in the table of spilled sends (M4).</summary>
    protected abstract bool HasSpilled { get; }

    /// <summary>Entries that somebody waits for.</summary>
    protected abstract long Held { get; }

    /// <summary>Where the command is that of the clean-up: who has asked.</summary>
    protected abstract ConnectionAddress? AsksForCleanUp(TCommand command);

    protected abstract bool IsExpiry(TEvent @event);

    /// <summary>What only entities of this kind have to do beyond writes, words, tables and time.</summary>
    protected abstract void PerformOwn(TEffects effects);

    /// <summary>The entity cannot be read at the moment: whoever waits for an answer is to be told so.</summary>
    protected abstract void Refuse(TCommand command, long retryAfterMs);

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case TCommand command when _quarantined is { } pause: RefuseFor(command, pause); break;
            case TCommand command when AsksForCleanUp(command) is { } asker: CleanUp(command, asker); break;
            case TCommand command when NumberIsMissingFor(command): (_waiting ??= []).Enqueue(command); break;
            case TCommand command:
                var effects = NoEffects();
                _entity.Handle(command, Now, effects);
                Perform(effects);
                break;
            case Due: OnDue(); break;
            case RowsRead or SpillEnded or SendsFound or FiltersRead or Recorded: OnTableAnswer(message); break;
            case NumberReserved reserved: UseNumber(reserved); break;
            case SaveSnapshotSuccess saved: SnapshotSaved(saved.Metadata); break;
            case SaveSnapshotFailure failed: SnapshotNotSaved(failed); break;
            case Sleep: StopWhenWritten(); break;
            case HandOff:
                WakeWhereItGoes();
                StopWhenWritten();
                break;
            case DeleteMessagesSuccess or DeleteMessagesFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure:
                break; // what was not deleted goes with the next clearing
            default: OnOwn(message); break;
        }
    }

    /// <summary>Messages that only this kind of entity knows.</summary>
    protected virtual void OnOwn(object message) => Unhandled(message);

    /// <summary>One instance a thread serves all entities: between a decision and its performance nothing is awaited.</summary>
    protected static TEffects NoEffects()
    {
        var effects = _shared ??= new TEffects();
        effects.Clear(); // also of one whose decision failed half-way
        return effects;
    }

    [ThreadStatic] private static TEffects? _shared;

    /// <summary>Does what the entity has decided: writes first, then words; and sets the timer.</summary>
    protected void Perform(TEffects effects)
    {
        if (effects.Claims) EntityMetrics.Claims.Add(1);
        if (effects.Events.Count == 1) PersistAsync(effects.Events[0], _committed);
        else if (effects.Events.Count > 1) PersistAllAsync(effects.Events.ToArray(), _committed);
        foreach (var (connection, told) in effects.ToConnections)
            _with.Connections.Tell(connection, told);
        foreach (var command in effects.ToEntities)
            _with.Entities.Tell(command);
        UseTables(effects);
        PerformOwn(effects);
        SetTimer();
    }

    private void Committed(TEvent @event)
    {
        var effects = NoEffects();
        var held = Held;
        _entity.Committed(@event, LastSequenceNr, Now, effects);
        if (IsExpiry(@event)) EntityMetrics.Expired.Add(held - Held);
        _covered.Written(LastSequenceNr, _entity.IsRepeated(@event));
        Perform(effects);
        SnapshotIfDue();
        GoOnCleaning();
        if (_stopping) StopWhenWritten();
    }

    private void OnDue()
    {
        _timerDue = long.MaxValue;
        if (_quarantined is not null)
        {
            Context.Parent.Tell(new Passivate(Sleep.Instance));
            return;
        }

        var now = Now;
        var effects = NoEffects();
        _entity.Tick(now, effects);
        Perform(effects);
        if (_entity.CanSleep(now)) FallAsleep();
    }

    private void SetTimer()
    {
        var due = _entity.NextDue;
        if (_fallingAsleep || _cleaningFor is not null) due = Math.Max(due, Now + WhileSavingMs); // only sleep itself is due
        if (due >= _timerDue) return;
        _timerDue = due;
        var delay = TimeSpan.FromMilliseconds(Math.Clamp(due - Now, 1, MaxTimerMs));
        if (_timer is null) _timer = _with.Time.CreateTimer(static self => ((IActorRef)self!).Tell(Due.Instance), Self, delay, Timeout.InfiniteTimeSpan);
        else _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private const long MaxTimerMs = 24 * 3_600_000;
    private const long WhileSavingMs = 100;

    // M3: what brings an entity into being needs a number for it first.

    private bool NumberIsMissingFor(TCommand command)
    {
        if (!_entity.NeedsNumberFor(command)) return false;
        if (_reservingNumber) return true;
        var reservation = _with.Numbers.NextAsync(CancellationToken.None);
        if (reservation.IsCompletedSuccessfully)
        {
#pragma warning disable VSTHRD002, CA1849 // completed
            Reserve(reservation.Result);
#pragma warning restore VSTHRD002, CA1849
            return false;
        }

        _reservingNumber = true;
        _ = reservation.AsTask().PipeTo(Self, Self, number => new NumberReserved(number, null), cause => new NumberReserved(0, cause));
        return true;
    }

    private void Reserve(long number)
    {
        _entity.ReserveNumber(number);
        _with.Names?.Note(number, Address);
    }

    private void UseNumber(NumberReserved reserved)
    {
        _reservingNumber = false;
        if (reserved.Cause is not null)
        {
            _with.Log.NoNumber(reserved.Cause, PersistenceId);
            Context.Stop(Self); // the senders come again
            return;
        }

        Reserve(reserved.Number);
        while (_waiting is not null && _waiting.TryDequeue(out var command))
            OnCommand(command);
        _waiting = null;
    }

    /// <summary>Recovery has failed a moment ago, or the slot is between databases: say so to those who wait for an answer, and try again later.</summary>
    private void RefuseFor(TCommand command, TimeSpan pause)
    {
        if (AsksForCleanUp(command) is { } asker) _with.Connections.Tell(asker, new ConnectionMessages.CleanedUp(0));
        else Refuse(command, (long)pause.TotalMilliseconds);
        if (_timer is null)
            _timer = _with.Time.CreateTimer(static self => ((IActorRef)self!).Tell(Due.Instance), Self, pause, Timeout.InfiniteTimeSpan);
    }

    protected override void PreStart()
    {
        EntityMetrics.Awake.Add(1, KindTag);
        if (_isElsewhere) Context.Stop(Self); // without a word: who waits for an answer asks again, and by then finds the owner
        base.PreStart();
    }

    protected override void PostStop()
    {
        EntityMetrics.Awake.Add(-1, KindTag);
        _timer?.Dispose();
        base.PostStop();
    }

    private KeyValuePair<string, object?> KindTag => new("kind", EntityTypes.Of(Address.Kind));

    private sealed record NumberReserved(long Number, Exception? Cause) : INoSerializationVerificationNeeded;

    private sealed class Due : INoSerializationVerificationNeeded
    {
        public static readonly Due Instance = new();
    }

    /// <summary>The shard's answer to our own wish to be passivated.</summary>
    private sealed class Sleep : INoSerializationVerificationNeeded
    {
        public static readonly Sleep Instance = new();
    }
}

/// <summary>What a snapshot says of itself.</summary>
/// <param name="Clean">The entity put itself to sleep with it.</param>
/// <param name="OlderSnapshot">Number of the one before it, 0 where there was none.</param>
/// <param name="NeededRow">The last row up to it that a recovery from that one would need.</param>
internal readonly record struct SnapshotNotes(bool Clean, long OlderSnapshot, long NeededRow);

/// <summary>The shard moves to another node: finish what is being written, then stop.</summary>
internal sealed class HandOff : INoSerializationVerificationNeeded
{
    public static readonly HandOff Instance = new();
}
