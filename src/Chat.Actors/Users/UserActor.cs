using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Actors.Users;

/// <summary>
/// The entity of a user in the cluster: gives <see cref="User"/> persistence, a timer and addresses. Decisions are made there;
/// what happens to the journal is in the other half of this class.
/// </summary>
internal sealed partial class UserActor : UntypedPersistentActor
{
    private readonly UserDependencies _with;
    private readonly EntityAddress _address;
    private readonly User _user;
    private readonly Action<UserEvent> _committed;
    private readonly TimeSpan? _quarantined;
    private static readonly TimeSpan BetweenDatabases = TimeSpan.FromSeconds(5);
    private ITimer? _timer;
    private long _timerDue = long.MaxValue;
    private bool _reservingNumber;
    private Queue<UserCommand>? _waiting; // for the number; each command has a sender who waits in turn, so it stays short
    private bool _stopping;

    public UserActor(string entityId, UserDependencies with)
    {
        _with = with;
        var id = new UserId(entityId);
        _address = EntityAddress.Of(id);
        _user = new User(id, with.Limits, with.Random.NextInt64(1, long.MaxValue), with.Random, Now);
        _committed = Committed;
        PersistenceId = _address.PersistenceId;
        (JournalPluginId, SnapshotPluginId) = with.Journals.For(_address.Slot);
        _quarantined = with.Journals.Serves(_address.Slot) ? with.Quarantine.Remaining(PersistenceId) : BetweenDatabases;
    }

    public static Props Props(string entityId, UserDependencies with) =>
        Akka.Actor.Props.CreateBy(new UserProducer(entityId, with)).WithMailbox(UserMailbox.Id);

    public override string PersistenceId { get; }

    public override Recovery Recovery => _quarantined is null ? Recovery.Default : Recovery.None;

    private long Now => _with.Time.GetUtcNow().ToUnixTimeMilliseconds();

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case UserCommand command when _quarantined is { } pause: Refuse(command, pause); break;
            case UserCommands.CleanUp command: CleanUp(command); break;
            case UserCommand command when NumberIsMissingFor(command): (_waiting ??= []).Enqueue(command); break;
            case UserCommand command:
                var effects = NoEffects();
                _user.Handle(command, Now, effects);
                Perform(effects);
                break;
            case Due: OnDue(); break;
            case RowsRead or SpillEnded or SendsFound: OnTableAnswer(message); break;
            case NumberReserved reserved: UseNumber(reserved); break;
            case SaveSnapshotSuccess saved: SnapshotSaved(saved.Metadata); break;
            case SaveSnapshotFailure failed: SnapshotNotSaved(failed); break;
            case Sleep or HandOff: StopWhenWritten(); break;
            case DeleteMessagesSuccess or DeleteMessagesFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure:
                break; // what was not deleted goes with the next clearing
            default: Unhandled(message); break;
        }
    }

    /// <summary>One instance a thread serves all entities: between a decision and its performance nothing is awaited.</summary>
    private static Effects NoEffects()
    {
        var effects = _shared ??= new Effects();
        effects.Clear(); // also of one whose decision failed half-way
        return effects;
    }

    [ThreadStatic] private static Effects? _shared;

    /// <summary>Does what the user has decided: writes first, then words; and sets the timer.</summary>
    private void Perform(Effects effects)
    {
        if (effects.Claims) UserMetrics.Claims.Add(1);
        if (effects.Events.Count == 1) PersistAsync(effects.Events[0], _committed);
        else if (effects.Events.Count > 1) PersistAllAsync(effects.Events.ToArray(), _committed);
        foreach (var (connection, told) in effects.ToConnections)
            _with.Connections.Tell(connection, told);
        foreach (var command in effects.ToEntities)
            _with.Entities.Tell(command);
        UseTables(effects);
        SetTimer();
    }

    private void Committed(UserEvent @event)
    {
        var effects = NoEffects();
        var waiting = _user.State.Inbox.Bodies;
        _user.Committed(@event, LastSequenceNr, Now, effects);
        if (@event is UserEvents.EntriesExpired) UserMetrics.Expired.Add(waiting - _user.State.Inbox.Bodies);
        _covered.Written(LastSequenceNr, User.IsRepeatedByRecovery(@event));
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
        _user.Tick(now, effects);
        Perform(effects);
        if (_user.CanSleep(now)) FallAsleep();
    }

    private void SetTimer()
    {
        var due = _user.NextDue;
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

    private bool NumberIsMissingFor(UserCommand command)
    {
        if (!_user.NeedsNumber) return false;
        if (command is not (UserCommands.SendMessage or UserCommands.AttachDevice or UserCommands.RecordReceipt or UserCommands.RevokeTokens))
            return false;
        if (_reservingNumber) return true;
        var reservation = _with.Numbers.NextAsync(CancellationToken.None);
        if (reservation.IsCompletedSuccessfully)
        {
#pragma warning disable VSTHRD002, CA1849 // completed
            _user.ReserveNumber(reservation.Result);
#pragma warning restore VSTHRD002, CA1849
            return false;
        }

        _reservingNumber = true;
        _ = reservation.AsTask().PipeTo(Self, Self, number => new NumberReserved(number, null), cause => new NumberReserved(0, cause));
        return true;
    }

    private void UseNumber(NumberReserved reserved)
    {
        _reservingNumber = false;
        if (reserved.Cause is not null)
        {
            LogNoNumber(_with.Logger, reserved.Cause, PersistenceId);
            Context.Stop(Self); // the senders come again
            return;
        }

        _user.ReserveNumber(reserved.Number);
        while (_waiting is not null && _waiting.TryDequeue(out var command))
            OnCommand(command);
        _waiting = null;
    }

    /// <summary>Recovery has failed a moment ago, or the slot is between databases: say so to those who wait for an answer, and try again later.</summary>
    private void Refuse(UserCommand command, TimeSpan pause)
    {
        var retry = (long)pause.TotalMilliseconds;
        switch (command)
        {
            case UserCommands.SendMessage send:
                _with.Connections.Tell(send.Session, new ConnectionMessages.SendRefused(
                    send.Entity, send.N, send.ClientMessageId, ErrorCode.Unavailable, "The receiver's inbox cannot be read at the moment.", null, retry));
                break;
            case UserCommands.AttachDevice attach:
                _with.Connections.Tell(attach.Connection, new ConnectionMessages.AttachRefused(
                    ErrorCode.Unavailable, CloseCode.Overloaded, "Your inbox cannot be read at the moment."));
                break;
            case UserCommands.CleanUp cleanUp:
                _with.Connections.Tell(cleanUp.ReplyTo, new ConnectionMessages.CleanedUp(0));
                break;
        }

        if (_timer is null)
            _timer = _with.Time.CreateTimer(static self => ((IActorRef)self!).Tell(Due.Instance), Self, pause, Timeout.InfiniteTimeSpan);
    }

    protected override void PostStop()
    {
        _timer?.Dispose();
        // Whoever was attached need not wait for the end of his lease (R6).
        foreach (var connection in _user.Attached)
            _with.Connections.Tell(connection, new ConnectionMessages.AttachmentLost(new UserId(_address.Id), _user.Incarnation));
        base.PostStop();
    }

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

    /// <summary>The shard moves to another node: finish what is being written, then stop.</summary>
    internal sealed class HandOff : INoSerializationVerificationNeeded
    {
        public static readonly HandOff Instance = new();
    }
}
