using Chat.Domain.Groups.Members;
using Chat.Domain.Sends;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>
/// A group's entity without the actor: takes commands, decides events, applies them once they are durable, and says through
/// <see cref="GroupEffects"/> what is to be told to whom. Single-owner; time is given with every call (Unix milliseconds).
/// The parts: sends, changes of the group, fan-out to members on line, the return of those who were away, receipts, marks on their way
/// to the journal.
/// </summary>
public sealed partial class Group : IEntity<GroupCommand, GroupEvent, GroupEffects>
{
    private readonly GroupId _id;
    private readonly GroupLimits _limits;
    private readonly Random _random;
    private readonly GroupPending _pending = new();
    private readonly SendIntake<GroupEffects> _sends;
    private long _reservedNumber;
    private long _activeAt;
    private bool _used;

    public Group(GroupId id, GroupLimits limits, long incarnation, Random random, long now)
    {
        _id = id;
        _limits = limits;
        _random = random;
        _activeAt = _now = now;
        _sends = new SendIntake<GroupEffects>(this);
        Incarnation = incarnation;
        State = new GroupState(id, limits);
    }

    public GroupId Id => _id;

    /// <summary>Different each time the entity starts.</summary>
    public long Incarnation { get; }

    public GroupState State { get; }

    private EntityAddress Address => EntityAddress.Of(_id);

    /// <summary>True where the command may create the group: that takes <see cref="ReserveNumber"/> first (M3).</summary>
    public bool NeedsNumberFor(GroupCommand command) =>
        command is GroupCommands.CreateGroup && !State.IsCreated && _reservedNumber == 0;

    public void ReserveNumber(long number) => _reservedNumber = number;

    /// <summary>In recovery: state only, no effects.</summary>
    public void Replay(GroupEvent @event, long sequenceNr) => State.Apply(@event, sequenceNr);

    /// <summary>After the last replayed event. What is owed goes on where it was (R5).</summary>
    /// <param name="clean">The entity had put itself to sleep, and nothing was replayed on top of its snapshot.</param>
    public void Recovered(bool clean, long now, GroupEffects effects)
    {
        NoticeTime(now);
        Activity(now);
        foreach (var member in State.Members.All)
            ResumeContact(member, now);
        if (!State.IsCreated) return;
        if (State.ListedRevision < State.Revision) List(effects);
        State.History.Resume(now, _random);
        ExpireEntries(now, effects);
        if (!clean) Claim(effects);
    }

    public void Handle(GroupCommand command, long now, GroupEffects effects)
    {
        NoticeTime(now);
        if (command is not (GroupCommands.CleanUp or GroupCommands.Inspect))
        {
            Activity(now);
            _used = true;
        }

        switch (command)
        {
            case GroupCommands.SendMessage c: _sends.Take(c, now, effects); break;
            case GroupRequest c: Ask(c, now, effects); break;
            case MemberMessage c: Hear(c, now, effects); break;
            case GroupCommands.Inspect c: Inspect(c, effects); break;
            case GroupCommands.LimitRate c: LimitRate(c, now, effects); break;
            case GroupCommands.Relist: List(effects); break;
            case GroupCommands.Wake: break; // recovery has done it
            case GroupCommands.CleanUp: CleanUp(now, effects); break;
            default: throw new InvalidOperationException($"A command of type {command.GetType().Name} is not known to this version.");
        }
    }

    /// <summary>An event that was issued is durable: apply it, and tell whoever was waiting for that.</summary>
    public void Committed(GroupEvent @event, long sequenceNr, long now, GroupEffects effects)
    {
        NoticeTime(now);
        _pending.Events--;
        State.Apply(@event, sequenceNr);
        State.History.Noticed(now);
        switch (@event)
        {
            case GroupEvents.MessageAccepted e: SendCommitted(e, now, effects); break;
            case GroupEvents.WatermarksAdvanced e: MarksCommitted(e.Watermarks, effects); break;
            case GroupEvents.EntriesExpired: _expiring = false; break;
            case GroupEvents.RateLimited e: RateLimited(e, effects); break;
            case GroupEvents.SendsSpilled: _sends.SpillCommitted(now, effects); break;
            default: ChangeCommitted(@event, now, effects); break;
        }

        Announce(effects);
    }

    /// <summary>Does what is due, and so moves <see cref="NextDue"/>.</summary>
    public void Tick(long now, GroupEffects effects)
    {
        NoticeTime(now);
        FlushMarks(now, effects, force: false);
        RetryContacts(now, effects);
        if (now >= _gatherDue) Announce(effects);
        TellReceipts(now, effects);
        if (now >= _expiryDue) ExpireEntries(now, effects);
        if (now >= _loadDue) LoadNext(now, effects);
        if (now >= _listDue) List(effects);
        if (State.History.Next(now) is { } portion) effects.Record = portion;
        WatchDebts(now, effects);
    }

    /// <summary>When <see cref="Tick"/> has something to do next, Unix milliseconds.</summary>
    public long NextDue
    {
        get
        {
            var due = Math.Min(Math.Min(_marksDue, _contactsDue), Math.Min(_receiptsDue, _expiryDue));
            due = Math.Min(due, Math.Min(Math.Min(_loadDue, _listDue), Math.Min(_debtsDue, _gatherDue)));
            due = Math.Min(due, State.History.Due);
            return IsIdle ? Math.Min(due, SleepAt) : due;
        }
    }

    /// <summary>Nothing pending or owed, and no use for a while: the entity may be put to sleep.</summary>
    public bool CanSleep(long now) => IsIdle && now >= SleepAt;

    /// <summary>Events have been issued and are not committed.</summary>
    public bool IsWriting => _pending.Events > 0;

    /// <summary>Rows before it may go once snapshots cover them (R4).</summary>
    public long OldestPendingRow => Math.Min(State.Log.OldestRow, State.History.OldestPendingRow);

    /// <summary>The entity is about to stop: what is only in memory goes to the journal now.</summary>
    public void FlushMarks(long now, GroupEffects effects) => FlushMarks(now, effects, force: true);

    private void Activity(long now) => _activeAt = now;

    private void Persist(GroupEvent @event, GroupEffects effects)
    {
        _pending.Events++;
        effects.Persist(@event);
    }

    private long NextPosition() => _pending.LastPosition = Math.Max(State.Head, _pending.LastPosition) + 1;
}
