using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Domain.Users;
using Chat.Domain.Users.Snapshots;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot;

namespace Chat.Domain.Tests.Simulation;

/// <summary>One entity under the hand of a test: every write is durable at once unless the test holds it back, every tick is taken.</summary>
internal sealed class OneUser
{
    public static readonly UserId Bob = new("bob");
    public static readonly UserId Alice = new("alice");
    public static readonly DeviceId Phone = new("phone");

    private readonly UserLimits _limits;
    private readonly Effects _effects = new();
    private readonly Queue<UserEvent> _held = new();
    private long _incarnation;
    private long _sends;

    public OneUser(UserLimits? limits = null)
    {
        _limits = limits ?? new UserLimits();
        Start(clean: true);
    }

    public User User { get; private set; } = null!;
    public List<UserEvent> Journal { get; } = [];
    public List<(ConnectionAddress To, ConnectionMessage Message)> Told { get; } = [];
    public List<IEntityMessage> Sent { get; } = [];
    public (long From, int Max)? Load { get; private set; }

    /// <summary>Portions for history that were asked for, and erasures.</summary>
    public List<(long From, long UpTo, int Max)> Records { get; } = [];
    public List<long> Erasures { get; } = [];
    public bool Overdue { get; private set; }

    public SpillTable Spilled { get; } = new();

    /// <summary>Answers to looks into the table, and to reads of its filters, wait for <see cref="AnswerTable"/>.</summary>
    public bool HoldsTable { get; set; }

    /// <summary>How often the table was looked into, and its filters were read.</summary>
    public int LookUps { get; private set; }
    public int FilterReads { get; private set; }

    private SpilledLookUp? _lookUp;
    private bool _readsFilters;
    public long Now { get; set; } = Timeline.Start;

    /// <summary>Issued writes wait for <see cref="Write"/>.</summary>
    public bool HoldsWrites { get; set; }

    public static ConnectionAddress Connection(int number) => new(1, number);

    public void Restart(bool clean = false)
    {
        _held.Clear();
        (_lookUp, _readsFilters) = (null, false);
        Start(clean);
    }

    private void Start(bool clean)
    {
        User = new User(Bob, _limits, ++_incarnation, new Random(1), Now);
        if (_snapshot is { } taken) UserSnapshots.Restore(User.State, taken.Snapshot);
        for (var i = _snapshot?.Rows ?? 0; i < Journal.Count; i++)
            User.Replay(Journal[i], i + 1);
        User.Recovered(clean, Now, _effects);
        Perform();
    }

    private (UserSnapshot Snapshot, int Rows)? _snapshot;

    /// <summary>The next start begins with it.</summary>
    public void Snapshot() => _snapshot = (UserSnapshots.Take(User.State, clean: true), Journal.Count);

    public void Recorded(long? upTo)
    {
        User.Recorded(upTo, Now, _effects);
        Perform();
    }

    public void NodeGone(long node, long seenAt)
    {
        User.NodeGone(node, seenAt, Now, _effects);
        Perform();
    }

    public void Erased(bool done)
    {
        User.HistoryErased(Erasures[^1], done, Now, _effects);
        Perform();
    }

    public IReadOnlyList<ConnectionMessage> Do(UserCommand command)
    {
        var before = Told.Count;
        if (User.NeedsNumberFor(command)) User.ReserveNumber(7);
        User.Handle(command, Now, _effects);
        Perform();
        return [.. Told.Skip(before).Select(t => t.Message)];
    }

    public void Write(int events = int.MaxValue)
    {
        for (; events > 0 && _held.TryDequeue(out var @event); events--)
        {
            Journal.Add(@event);
            User.Committed(@event, Journal.Count, Now, _effects);
            Perform();
        }
    }

    public void Loaded(params ReadOnlySpan<long> sequenceNrs)
    {
        var rows = new List<(long, UserEvent)>();
        foreach (var nr in sequenceNrs)
            rows.Add((nr, Journal[(int)nr - 1]));
        Load = null;
        User.RowsLoaded(rows, Now, _effects);
        Perform();
    }

    /// <summary>Answers what was asked for, as the journal would.</summary>
    public void LoadRows()
    {
        var (from, max) = Load!.Value;
        var last = Math.Min(Journal.Count, from + max - 1);
        Loaded([.. Enumerable.Range((int)from, (int)(last - from + 1)).Select(n => (long)n)]);
    }

    /// <summary>Time passes, and what falls due is done when it does.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + (long)time.TotalMilliseconds;
        while (User.NextDue <= until && !User.CanSleep(Math.Max(Now, User.NextDue)))
        {
            Now = Math.Max(Now, User.NextDue);
            User.Tick(Now, _effects);
            Perform();
        }

        Now = until;
    }

    public IReadOnlyList<ConnectionMessage> Attach(
        int connection = 1, string device = "phone", bool sync = true, int window = 256, long? position = null, string? epoch = null, long tokenAt = 2_000_000_000,
        string? displaces = null) =>
        Do(new UserCommands.AttachDevice(Bob, Connection(connection), new DeviceId(device), "ios", "1", sync, tokenAt,
            epoch ?? (position is null ? null : User.State.Epoch), position, window) { Displaces = displaces });

    public UserCommands.SendMessage Message(
        string? id = null, string text = "hello", long n = 0, long oldest = 0, int session = 100, string from = "alice", long floor = 0, bool echoOwed = false)
    {
        if (n == 0) n = ++_sends;
        return new(Bob, Connection(session), n, oldest == 0 ? n : oldest, new UserId(from), Phone,
            new ClientMessageId(id ?? $"c{n}"), new MessageBody(text, null, null, 0), floor, echoOwed);
    }

    public MessageId Receive(string? id = null, string text = "hello", string from = "alice", long floor = 0, bool echoOwed = false) =>
        Do(Message(id, text, from: from, floor: floor, echoOwed: echoOwed)).OfType<ConnectionMessages.SendAccepted>().Single().MessageId;

    public IReadOnlyList<ConnectionMessage> Acknowledge(params MessageId[] ids) =>
        Do(new UserCommands.AcknowledgeDelivery(Bob, Connection(1), Phone, ids, null));

    public void AcknowledgeUpTo(long position, int connection = 1, string device = "phone") =>
        Do(new UserCommands.AcknowledgeDelivery(Bob, Connection(connection), new DeviceId(device), [], position));

    public IReadOnlyList<ConnectionMessages.PushMessage> Pushed(int connection = 1) =>
        [.. Told.Where(t => t.To == Connection(connection)).Select(t => t.Message).OfType<ConnectionMessages.PushMessage>()];

    public long LastPosition => Pushed()[^1].Position;

    private void Perform()
    {
        Told.AddRange(_effects.ToConnections);
        Sent.AddRange(_effects.ToEntities);
        Load = _effects.Load ?? Load;
        if (_effects.Record is { } record) Records.Add(record);
        if (_effects.Erase is { } upTo) Erasures.Add(upTo);
        Overdue = _effects.Overdue ?? Overdue;
        var events = _effects.Events.ToArray();
        var spill = _effects.Spill;
        _lookUp = _effects.LookUp ?? _lookUp;
        _readsFilters |= _effects.ReadFilters;
        if (_effects.LookUp is not null) LookUps++;
        if (_effects.ReadFilters) FilterReads++;
        _effects.Clear();
        foreach (var @event in events)
            _held.Enqueue(@event);
        if (spill is not null)
        {
            Spilled.Put(spill);
            User.SpillEnded(spill, true, Now, _effects);
            Perform();
        }

        if (!HoldsTable) AnswerTable();
        if (!HoldsWrites) Write();
    }

    public void AnswerTable(bool fails = false)
    {
        while (_readsFilters || _lookUp is not null)
        {
            var lookUp = _lookUp;
            if (_readsFilters) User.FiltersRead(fails ? null : Spilled.Filters(), Now, _effects);
            else User.LookedUp(fails ? null : Spilled.Find(lookUp!), Now, _effects);
            if (_readsFilters) _readsFilters = false;
            else _lookUp = null;
            Perform();
        }
    }
}
