using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Domain.Users.Snapshots;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot;
using Google.Protobuf;

namespace Chat.Domain.Tests.Simulation;

/// <summary>
/// What the actor around <see cref="User"/> does: one journal, atomic batches in order with several in flight, a timer, sleep, crashes.
/// A crash leaves the journal, with or without the batches that were on their way.
/// </summary>
internal sealed class SimEntity(World world, UserId id)
{
    private readonly Effects _effects = new();
    private readonly Queue<UserEvent[]> _unwritten = new();
    private readonly Dictionary<ConnectionAddress, Dictionary<(GroupId? Group, long Position), MessageId>> _outstanding = [];
    private readonly Dictionary<ConnectionAddress, int> _attachedAs = []; // numbers of devices
    private readonly Dictionary<UserEvent, UserCommands.SendMessage> _sends = new(ReferenceEqualityComparer.Instance);
    private readonly SpillTable _spilled = new();
    private long _writeAt, _tellAt, _timerAt = long.MaxValue;
    private bool _clean = true;
    private int _life;

    public UserId Id => id;
    public User? User { get; private set; }

    /// <summary>Durable rows; the sequence number is the index + 1.</summary>
    public List<UserEvent> Journal { get; } = [];

    /// <summary>Virtual time at which each became durable.</summary>
    public List<long> WrittenAt { get; } = [];

    /// <summary>Highest position in use when a device was registered, by row: what was shown by then is not shown to it.</summary>
    public Dictionary<int, long> HeadAtRegistration { get; } = [];

    /// <summary>Virtual time at which the entity first knew of a registration, by row.</summary>
    public Dictionary<int, long> RegisteredAt { get; } = [];

    /// <summary>How many of them the present incarnation has applied.</summary>
    public int Applied { get; private set; }

    /// <summary>The last snapshot, and how many rows it covers.</summary>
    private (UserSnapshot Snapshot, int Rows)? _snapshot;

    public void Receive(UserCommand command)
    {
        Wake();
        var user = User!;
        if (user.NeedsNumberFor(command)) user.ReserveNumber(world.NextNumber());
        if (command is UserCommands.AcknowledgeDelivery ack) Acknowledged(ack);
        world.Trace($"{id} <- {command}");
        user.Handle(command, world.Time.Wall, _effects);
        if (command is UserCommands.SendMessage send)
            foreach (var queued in _effects.Events.OfType<UserEvents.MessageQueued>())
            {
                world.Require(queued.MessageId.Stamp > send.Floor, "M3: an id sorts after everything its sender had seen");
                _sends[queued] = send;
            }

        Perform();
    }

    /// <summary>The answer to the last question for the list.</summary>
    public ConnectionMessages.ConversationList? Conversations { get; private set; }

    public void AskForConversations()
    {
        Conversations = null;
        world.Request(to => new UserCommands.GetConversations(id, to, 100, null, null), answer => Conversations = (ConnectionMessages.ConversationList)answer);
    }

    public void Wake()
    {
        if (User is not null) return;
        var user = new User(id, world.Limits, world.NextIncarnation(), new Random(world.Random.Next()), world.Time.Wall);
        if (_snapshot is { } taken) UserSnapshots.Restore(user.State, UserSnapshot.Parser.ParseFrom(taken.Snapshot.ToByteArray()));
        for (var i = _snapshot?.Rows ?? 0; i < Journal.Count; i++)
            user.Replay(Journal[i], i + 1);
        Applied = Journal.Count;
        User = user;
        _timerAt = long.MaxValue;
        world.Trace($"{id} wakes, incarnation {user.Incarnation}, {Journal.Count} rows, clean {_clean}");
        user.Recovered(_clean, world.Time.Wall, _effects);
        for (var i = 0; i < Journal.Count; i++)
            if (Journal[i] is UserEvents.DeviceRegistered)
            {
                HeadAtRegistration.TryAdd(i, user.State.Head);
                RegisteredAt.TryAdd(i, world.Time.Now);
            }

        _clean = false;
        Perform();
    }

    /// <summary>The node goes. Of the batches on their way, some first ones may still become durable, and nobody is told.</summary>
    public void Crash(bool mayStillWrite = true)
    {
        if (User is null) return;
        world.Trace($"{id} crashes with {_unwritten.Count} batches on their way");
        var written = mayStillWrite && _unwritten.Count > 0 ? world.Random.Next(_unwritten.Count + 1) : 0;
        for (; written > 0; written--)
            Write(_unwritten.Dequeue());
        _unwritten.Clear();
        Stop();
    }

    private void Stop()
    {
        User = null;
        _life++;
        _outstanding.Clear();
        _attachedAs.Clear();
        _sends.Clear();
    }

    private void Perform()
    {
        if (_effects.Events.Count > 0) Issue([.. _effects.Events]);
        foreach (var (to, message) in _effects.ToConnections)
            Tell(to, message);
        var commands = _effects.ToEntities.ToArray();
        var load = _effects.Load;
        var spill = _effects.Spill;
        var lookUp = _effects.LookUp;
        var filters = _effects.ReadFilters;
        _effects.Clear();
        foreach (var command in commands)
            world.ToEntity(command);
        if (load is { } rows) Load(rows);
        if (spill is not null) Spill(spill);
        if (lookUp is not null) LookUp(lookUp);
        if (filters) ReadFilters();
        SetTimer();
    }

    private void Issue(UserEvent[] batch)
    {
        _unwritten.Enqueue(batch);
        var life = _life;
        _writeAt = Math.Max(_writeAt, world.Time.Now + world.Random.Next(world.Faults.WriteMs + 1));
        world.Time.At(_writeAt, () =>
        {
            if (life != _life) return;
            if (world.Random.NextDouble() < world.Faults.WriteFails)
            {
                world.Trace($"{id}: a write fails");
                Crash(mayStillWrite: false);
                return;
            }

            var first = Journal.Count;
            Write(_unwritten.Dequeue());
            _tellAt = Math.Max(_tellAt, world.Time.Now + world.Random.Next(world.Faults.TellMs + 1));
            world.Time.At(_tellAt, () =>
            {
                if (life != _life) return;
                for (var i = first; i < first + batch.Length; i++)
                {
                    Applied++;
                    User!.Committed(Journal[i], i + 1, world.Time.Wall, _effects);
                    if (Journal[i] is UserEvents.DeviceRegistered) (HeadAtRegistration[i], RegisteredAt[i]) = (User.State.Head, world.Time.Now);
                    if (Journal[i] is UserEvents.EntriesExpired expired) Expired(expired.UpTo);
                }

                if (world.TakesSnapshots && world.Random.Next(8) == 0) _snapshot = (UserSnapshots.Take(User!.State, false), Applied);
                Perform();
            });
        });
    }

    private void Write(UserEvent[] batch)
    {
        foreach (var @event in batch)
        {
            world.Trace($"{id} row {Journal.Count + 1}: {@event}");
            Journal.Add(@event);
            WrittenAt.Add(world.Time.Now);
            if (@event is UserEvents.MessageQueued message) world.Spoken(id, message);
            if (@event is UserEvents.MessageQueued queued && _sends.Remove(queued, out var send))
                world.Queued(send, queued.MessageId);
        }
    }

    private void Load((long From, int Max) load)
    {
        var life = _life;
        world.Time.After(world.Random.Next(1, 5), () =>
        {
            if (life != _life) return;
            var rows = new List<(long, UserEvent)>();
            for (var nr = load.From; nr <= Journal.Count && rows.Count < load.Max; nr++)
                rows.Add((nr, Journal[(int)nr - 1]));
            if (world.Random.NextDouble() < world.Faults.WriteFails) rows.Clear();
            User!.RowsLoaded(rows, world.Time.Wall, _effects);
            Perform();
        });
    }

    private void Spill(SpilledBucket bucket)
    {
        var life = _life;
        world.Time.After(world.Random.Next(1, 20), () =>
        {
            var fails = world.Random.NextDouble() < world.Faults.WriteFails;
            if (!fails) _spilled.Put(bucket); // also where the entity is gone by now
            if (life != _life) return;
            User!.SpillEnded(bucket, !fails, world.Time.Wall, _effects);
            Perform();
        });
    }

    private void LookUp(SpilledLookUp lookUp)
    {
        var life = _life;
        world.Time.After(world.Random.Next(1, 20), () =>
        {
            if (life != _life) return;
            User!.LookedUp(world.Random.NextDouble() < world.Faults.WriteFails ? null : _spilled.Find(lookUp), world.Time.Wall, _effects);
            Perform();
        });
    }

    private void ReadFilters()
    {
        var life = _life;
        world.Time.After(world.Random.Next(1, 20), () =>
        {
            if (life != _life) return;
            User!.FiltersRead(world.Random.NextDouble() < world.Faults.WriteFails ? null : _spilled.Filters(), world.Time.Wall, _effects);
            Perform();
        });
    }

    private void SetTimer()
    {
        var at = world.Time.Now + Math.Clamp(User!.NextDue - world.Time.Wall, 0, int.MaxValue);
        if (at == _timerAt) return;
        _timerAt = at;
        var life = _life;
        world.Time.At(at, () =>
        {
            if (life != _life || at != _timerAt) return;
            _timerAt = long.MaxValue;
            if (User!.CanSleep(world.Time.Wall))
            {
                world.Trace($"{id} sleeps");
                User.FlushMarks(world.Time.Wall, _effects);
                Write([.. _effects.Events]);
                _effects.Clear();
                _clean = true;
                Stop();
                return;
            }

            User.Tick(world.Time.Wall, _effects);
            world.Require(User.NextDue > world.Time.Wall || User.CanSleep(world.Time.Wall), $"a tick of {id} moves its next due time");
            Perform();
        });
    }

    private void Tell(ConnectionAddress to, ConnectionMessage message)
    {
        if (message is ConnectionMessages.SendRefused refused) world.Refused(to, refused.Entity, refused.N);
        if (message is PushedFrame)
            world.Require(User!.State.Devices.Find(_attachedAs[to]) is not null, $"a device of {id} that was removed is told nothing more, not {message}");
        switch (message)
        {
            case ConnectionMessages.Attached:
                _attachedAs[to] = User!.State.Devices.Find(world.Connection(to)!.Device.Id)!.Number;
                _outstanding[to] = [];
                break;
            case ConnectionMessages.PushMessage push:
                Pushed(to, null, push.Position, push.MessageId);
                break;
            case ConnectionMessages.PushGroupEntry { Entry: GroupMessage entry } push:
                Pushed(to, push.Group, entry.Position, entry.MessageId);
                break;
            case ConnectionMessages.PushEcho push when world.Connection(to)?.Device.Sync == true:
                Pushed(to, null, push.Position, push.MessageId);
                break;
        }

        world.ToConnection(EntityAddress.Of(id), User!.Incarnation, to, message);
    }

    private void Pushed(ConnectionAddress to, GroupId? group, long position, MessageId id)
    {
        var outstanding = _outstanding[to];
        outstanding[(group, position)] = id;
        world.Require(outstanding.Count <= world.Connection(to)!.Window, "D2: never more unacknowledged messages than the window");
    }

    private void Acknowledged(UserCommands.AcknowledgeDelivery ack)
    {
        foreach (var (to, outstanding) in _outstanding)
        {
            if (world.Connection(to)?.Device.Id != ack.Device) continue;
            foreach (var (place, message) in outstanding.ToList())
                if (ack.MessageIds.Contains(message) || place.Group is null && place.Position <= ack.Position
                    || ack.Groups.Any(g => g.Group == place.Group && place.Position <= g.Position))
                    outstanding.Remove(place);
        }
    }

    /// <summary>What has expired takes no credit.</summary>
    private void Expired(long upTo)
    {
        foreach (var outstanding in _outstanding.Values)
            foreach (var place in outstanding.Keys.Where(p => p.Group is null && p.Position <= upTo).ToList())
                outstanding.Remove(place);
    }
}
