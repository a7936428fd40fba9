using Chat.Domain.Sends;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// A user's entity without the actor: takes commands, decides events, applies them once they are durable, and says through
/// <see cref="Effects"/> what is to be told to whom. Single-owner; time is given with every call (Unix milliseconds).
/// The parts: sends, receipts, devices and what is pushed to them, presence, marks on their way to the journal, expiry.
/// </summary>
public sealed partial class User : IEntity<UserCommand, UserEvent, Effects>
{
    private readonly UserId _id;
    private readonly UserLimits _limits;
    private readonly Random _random;
    private readonly Pending _pending = new();
    private readonly SendIntake<Effects> _sends;
    private readonly long _incarnation;
    private long _reservedNumber;
    private long _activeAt;
    private bool _used;

    public User(UserId id, UserLimits limits, long incarnation, Random random, long now)
    {
        _id = id;
        _limits = limits;
        _incarnation = incarnation;
        _random = random;
        _activeAt = _now = now;
        _sends = new SendIntake<Effects>(this);
        State = new UserState(id, limits);
    }

    public UserState State { get; }

    /// <summary>Different each time the entity starts; attachments are leases under it (R6).</summary>
    public long Incarnation => _incarnation;

    /// <summary>The node that it lives on, told to groups as a hint; 0 where unknown.</summary>
    public long Node { get; init; }

    public bool NeedsNumberFor(UserCommand command) =>
        !State.IsCreated && _reservedNumber == 0
        && command is (UserCommands.SendMessage or UserCommands.AttachDevice or UserCommands.RecordReceipt or UserCommands.RevokeTokens
            or UserCommands.SetHistory { On: true } or UserCommands.SetConversation or UserCommands.GroupFanout or UserCommands.GroupReceipts);

    private EntityAddress Address => EntityAddress.Of(_id);

    private long Number => State.IsCreated ? State.Number : _reservedNumber;

    public void ReserveNumber(long number) => _reservedNumber = number;

    /// <summary>After the last replayed event. Debts and marks go on where they were (R5).</summary>
    /// <param name="clean">The entity had put itself to sleep: nobody was attached. Otherwise it waits before it concludes "offline" (R6).</param>
    public void Recovered(bool clean, long now, Effects effects)
    {
        // Live marks may have used positions that no event tells of; none of them is ever given again (D4).
        State.Head = State.CommittedHead + PositionGap;
        _presenceKnownAt = clean || !State.IsCreated ? now : now + UncleanGraceMs;
        RestoreMarkEntries();
        ResumeReceipts(now);
        ResumeEchoes(now);
        ResumeGroups(now);
        if (!clean) BeginRecount(now);
        ResumeHistory(now);
        ExpireEntries(now, effects);
        Activity(now);
    }

    public void Handle(UserCommand command, long now, Effects effects)
    {
        NoticeTime(now);
        if (command is not (UserCommands.CleanUp or UserCommands.Inspect))
        {
            Activity(now);
            _used = true;
        }

        switch (command)
        {
            case UserCommands.SendMessage c: _sends.Take(c, now, effects); break;
            case UserCommands.AcknowledgeDelivery c: Acknowledge(c, now, effects); break;
            case UserCommands.ConfirmShown c: ConfirmShown(c, now, effects); break;
            case UserCommands.MarkRead c: MarkRead(c, now, effects); break;
            case UserCommands.RecordReceipt c: RecordReceipt(c, now, effects); break;
            case UserCommands.ConfirmReceipt c: ConfirmReceipt(c, now); break;
            case UserCommands.RecordEcho c: RecordEcho(c, now, effects); break;
            case UserCommands.ConfirmEcho c: ConfirmEcho(c, now); break;
            case UserCommands.AttachDevice c: Attach(c, now, effects); break;
            case UserCommands.RenewAttachment c: Renew(c, now, effects); break;
            case UserCommands.DetachDevice c: Detach(c, now); break;
            case UserCommands.GroupFanout c: HearGroup(c, now, effects); break;
            case UserCommands.GroupEntries c: HearGroup(c, now, effects); break;
            case UserCommands.GroupGap c: HearGroup(c, now, effects); break;
            case UserCommands.GroupCleared c: HearGroup(c, now, effects); break;
            case UserCommands.GroupMore c: HearGroup(c, now, effects); break;
            case UserCommands.GroupLiveOk c: HearGroup(c, now, effects); break;
            case UserCommands.GroupForgotten c: HearGroup(c, now, effects); break;
            case UserCommands.GroupProgressRecorded c: HearGroup(c, now, effects); break;
            case UserCommands.GroupReceipts c: HearGroup(c, now, effects); break;
            case UserCommands.SubscribePresence c: Subscribe(c, now, effects); break;
            case UserCommands.UnsubscribePresence c: Unsubscribe(c); break;
            case UserCommands.NotifyTyping c: Typing(c, effects); break;
            case UserCommands.RevokeTokens c: RevokeTokens(c, now, effects); break;
            case UserCommands.RemoveDevice c: RemoveDevice(c, now, effects); break;
            case UserCommands.RenameDevice c: RenameDevice(c, now, effects); break;
            case UserCommands.SetHistory c: SetHistory(c, now, effects); break;
            case UserCommands.GetHistory c: TellHistory(c, effects); break;
            case UserCommands.GetDevices c: ListDevices(c, effects); break;
            case UserCommands.SetConversation c: SetConversation(c, now, effects); break;
            case UserCommands.GetConversations c: ListConversations(c, effects); break;
            case UserCommands.Inspect c: Inspect(c, effects); break;
            case UserCommands.Kick c: Kick(c, now, effects); break;
            case UserCommands.Wake: break; // recovery has done it
            case UserCommands.CleanUp: CleanUp(now, effects); break;
            default: throw new InvalidOperationException($"A command of type {command.GetType().Name} is not known to this version.");
        }
    }

    /// <summary>In recovery: state only, no effects.</summary>
    public void Replay(UserEvent @event, long sequenceNr) => State.Apply(@event, sequenceNr);

    /// <summary>An event that was issued is durable: apply it, and tell whoever was waiting for that.</summary>
    public void Committed(UserEvent @event, long sequenceNr, long now, Effects effects)
    {
        NoticeTime(now);
        _pending.Events--;
        if (@event is UserEvents.MessageQueued or UserEvents.EchoQueued or UserEvents.ConversationSet)
            _pending.Positions.Dequeue();
        State.Apply(@event, sequenceNr);
        PlaceReserved(@event, now, effects);
        State.History.Noticed(now);
        BecomeOwner(now, effects);
        switch (@event)
        {
            case UserEvents.MessageQueued e: SendCommitted(e, now, effects); break;
            case UserEvents.EchoQueued e: EchoCommitted(e, effects); break;
            case UserEvents.DeviceRegistered e: DeviceRegistered(e, now, effects); break;
            case UserEvents.DeviceRemoved e: DeviceGone(e, now, effects); break;
            case UserEvents.TokensRevoked e: TokensRevoked(e, effects); break;
            case UserEvents.GroupNewsNoted e: NoteCommitted(e, effects); break;
            case UserEvents.EntriesExpired:
                _expiring = false;
                EntriesExpired(now, effects);
                break;
            case UserEvents.HistorySwitched e: HistorySwitched(e, now, effects); break;
            case UserEvents.SendsSpilled: _sends.SpillCommitted(now, effects); break;
            case UserEvents.ConversationSet: ConversationSetCommitted(now, effects); break;
            case UserEvents.WatermarksAdvanced e: MarksCommitted(e.Watermarks, effects); break;
        }

        if (_pending.TakeReply(@event) is { } reply)
            effects.Tell(reply.To, reply.Reply);
        PlaceDeferredMarks(now, effects);
    }

    /// <summary>Does what is due, and so moves <see cref="NextDue"/>.</summary>
    public void Tick(long now, Effects effects)
    {
        NoticeTime(now);
        TickGroups(now, effects);
        FlushWatermarks(now, effects);
        SendReceipts(now, effects);
        SendEchoes(now, effects);
        GoOnWithHistory(now, effects);
        EndLeases(now, effects);
        SettlePresence(now, effects);
        if (now >= _expiryDue) ExpireEntries(now, effects);
        if (now >= _loadsDue) ContinueLoading(now, effects);
        WatchDebts(now, effects);
    }

    /// <summary>When <see cref="Tick"/> has something to do next, Unix milliseconds.</summary>
    public long NextDue => Min(
        _watermarksDue, _receiptsDue, _echoesDue, _leasesDue, _presenceDue, _expiryDue, _loadsDue, _debtsDue, _groupsDue, HistoryDue, SleepDue);

    /// <summary>Nothing attached, pending or owed, and no use for a while: the entity may be put to sleep.</summary>
    public bool CanSleep(long now) => IsIdle && now >= _activeAt + (long)_limits.PassivateAfter.TotalMilliseconds;

    /// <summary>Events have been issued and are not committed.</summary>
    public bool IsWriting => _pending.Events > 0;

    /// <summary>The lowest row whose body somebody still waits for; rows before it may go once snapshots cover them (R4).</summary>
    public long OldestPendingRow
    {
        get
        {
            foreach (var entry in State.Inbox.Entries)
                if (!entry.IsMark)
                    return Math.Min(entry.SequenceNr, State.History.OldestPendingRow); // rows and positions grow together
            return State.History.OldestPendingRow;
        }
    }

    public IEnumerable<ConnectionAddress> Attached => _attachments.Select(a => a.Connection);

    /// <summary>The entity is about to stop: what is only in memory goes to the journal now.</summary>
    public void FlushMarks(long now, Effects effects)
    {
        if (_touchedDevices.Count + _touchedConversations.Count + _touchedPlaces.Count == 0 && !_lastSeenTouched) return;
        _watermarksDue = now;
        FlushWatermarks(now, effects);
    }

    private long SleepDue => IsIdle ? _activeAt + (long)_limits.PassivateAfter.TotalMilliseconds : long.MaxValue;

    private bool IsIdle => _attachments.Count == 0 && _pending.Events == 0 && _sends.IsIdle && _owing.Count == 0 && _echoesOwed.Count == 0
                           && _subscribers.Count == 0 && _watermarksDue == long.MaxValue && _presenceDue == long.MaxValue && !OwesGroups
                           && !OwesHistory && _uncounted is null;

    private void Activity(long now) => _activeAt = now;

    private void Persist(UserEvent @event, Effects effects)
    {
        _pending.Events++;
        effects.Persist(@event);
    }

    /// <summary>The first event of all: gives the entity its number.</summary>
    private void CreateIfNew(long now, Effects effects)
    {
        if (State.IsCreated || _pending.Created) return;
        _pending.Created = true;
        Persist(new UserEvents.UserCreated(_reservedNumber, now), effects);
    }

    private static long Min(params ReadOnlySpan<long> values)
    {
        var min = long.MaxValue;
        foreach (var value in values)
            min = Math.Min(min, value);
        return min;
    }

    /// <summary>
    /// R6: for devices to come back to a new incarnation by themselves. Their connections ask after the old one within a second of its node's end and
    /// are attached half a second later; and with the time that finding a dead node takes, presence is to be right within 15 s.
    /// </summary>
    private const long UncleanGraceMs = 3_000;
}
