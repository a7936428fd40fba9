using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Idempotency;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>One group under the hand of a test: every write is durable at once unless the test holds it back.</summary>
internal sealed class OneGroup
{
    public static readonly GroupId Id = new("group_1");
    public static readonly UserId Anna = new("anna");
    public static readonly UserId Bob = new("bob");
    public static readonly UserId Carol = new("carol");
    public static readonly UserId Dave = new("dave");
    public static readonly DeviceId Phone = new("phone");

    private readonly GroupLimits _limits;
    private readonly GroupEffects _effects = new();
    private readonly Queue<GroupEvent> _held = new();
    private long _incarnation;
    private long _requests;

    public OneGroup(GroupLimits? limits = null, params UserId[] members)
        : this(TimeSpan.Zero, limits ?? new GroupLimits(), members) // a portion whenever there is something
    {
    }

    public OneGroup(TimeSpan gather, GroupLimits limits, params UserId[] members)
    {
        _limits = limits with { FanoutGather = gather };
        Start(clean: true);
        if (members.Length > 0) Ask(to => new GroupCommands.CreateGroup(Id, to, members[0], "Friends", members[1..]));
    }

    public Group Group { get; private set; } = null!;
    public List<GroupEvent> Journal { get; } = [];
    public List<(ConnectionAddress To, ConnectionMessage Message)> Told { get; } = [];
    public List<UserCommand> Sent { get; } = [];
    public (long From, int Max)? Load { get; private set; }

    /// <summary>Portions for history that were asked for.</summary>
    public List<(long From, long UpTo, int Max)> Records { get; } = [];
    public bool Overdue { get; private set; }
    public GroupListing? Listing { get; private set; }
    public SpillTable Spilled { get; } = new();
    public int LookUps { get; private set; }
    public bool HasNews { get; private set; }
    public long Now { get; set; } = Timeline.Start;
    public bool HoldsWrites { get; set; }
    public long Head => Group.State.Head;

    public static ConnectionAddress Session(UserId user) => new(1, 100 + user.Value[0]);

    public void Restart(bool clean = false)
    {
        _held.Clear();
        Start(clean);
    }

    private void Start(bool clean)
    {
        Group = new Group(Id, _limits, ++_incarnation, new Random((int)_incarnation), Now);
        for (var i = 0; i < Journal.Count; i++)
            Group.Replay(Journal[i], i + 1);
        Group.Recovered(clean, Now, _effects);
        Perform();
    }

    public IReadOnlyList<ConnectionMessage> Do(GroupCommand command)
    {
        var before = Told.Count;
        if (Group.NeedsNumberFor(command)) Group.ReserveNumber(9);
        Group.Handle(command, Now, _effects);
        Perform();
        return [.. Told.Skip(before).Select(t => t.Message)];
    }

    public void Recorded(long? upTo)
    {
        Group.Recorded(upTo, Now, _effects);
        Perform();
    }

    /// <summary>The answer to a request, or null where there is none yet.</summary>
    public ConnectionMessage? Ask(Func<ConnectionAddress, GroupRequest> request) =>
        Do(request(new ConnectionAddress(9, ++_requests))) is [.., var answer] ? answer : null;

    public void Write(int events = int.MaxValue)
    {
        for (; events > 0 && _held.TryDequeue(out var @event); events--)
        {
            Journal.Add(@event);
            Group.Committed(@event, Journal.Count, Now, _effects);
            Perform();
        }
    }

    public void Pass(TimeSpan time)
    {
        var until = Now + (long)time.TotalMilliseconds;
        while (Group.NextDue <= until && !Group.CanSleep(Math.Max(Now, Group.NextDue)))
        {
            Now = Math.Max(Now, Group.NextDue);
            Group.Tick(Now, _effects);
            Perform();
        }

        Now = until;
    }

    /// <summary>Answers what was asked for, as the journal would.</summary>
    public int LoadRows()
    {
        var loads = 0;
        while (Load is { } load)
        {
            loads++;
            Load = null;
            var rows = new List<(long, GroupEvent)>();
            for (var nr = load.From; nr <= Journal.Count && rows.Count < load.Max; nr++)
                rows.Add((nr, Journal[(int)nr - 1]));
            Group.RowsLoaded(rows, Now, _effects);
            Perform();
        }

        return loads;
    }

    /// <summary>All that the fan-out of the node gets out of the group at the moment.</summary>
    public IReadOnlyList<GroupFanoutBatch> FanOut()
    {
        var batches = new List<GroupFanoutBatch>();
        while (HasNews)
        {
            HasNews = false;
            if (Group.NextPortion(Now, _effects) is { } portion) batches.AddRange(portion.Batches);
            Perform();
        }

        return batches;
    }

    /// <summary>What one member is sent.</summary>
    public IReadOnlyList<UserCommands.GroupFanout> FanOutTo(UserId member) =>
        [.. FanOut().SelectMany(b => b.Targets.Where(t => t.Member == member).Select(t => b.For(t)))];

    public GroupCommands.SendMessage Message(UserId from, string text = "hello", string? id = null, long n = 0, long oldest = 0)
    {
        if (n == 0) n = _sends[from] = _sends.GetValueOrDefault(from) + 1;
        return new(Id, Session(from), n, oldest == 0 ? n : oldest, from, Phone, new ClientMessageId(id ?? $"{from}-{n}"), new MessageBody(text, null, null, 0), 0);
    }

    private readonly Dictionary<UserId, long> _sends = [];

    public MessageId Accept(UserId from, string text = "hello") =>
        Do(Message(from, text)).OfType<ConnectionMessages.SendAccepted>().Single().MessageId;

    public void Released(UserId member, long position, long read = 0) =>
        Do(new GroupCommands.ReportProgress(Id, member, 0, position, position, read, false));

    public IReadOnlyList<T> SentTo<T>(UserId member)
        where T : UserCommand => [.. Sent.OfType<T>().Where(c => c.UserId == member)];

    private void Perform()
    {
        Told.AddRange(_effects.ToConnections);
        Sent.AddRange(_effects.ToEntities.Cast<UserCommand>());
        Load = _effects.Load ?? Load;
        if (_effects.Record is { } record) Records.Add(record);
        Overdue = _effects.Overdue ?? Overdue;
        Listing = _effects.Listing ?? Listing;
        HasNews |= _effects.HasNews;
        var listing = _effects.Listing;
        var (spill, lookUp, filters) = (_effects.Spill, _effects.LookUp, _effects.ReadFilters);
        var events = _effects.Events.ToArray();
        _effects.Clear();
        foreach (var @event in events)
            _held.Enqueue(@event);
        if (listing is not null)
        {
            Group.Listed(listing, true, Now, _effects);
            Perform();
        }

        if (!HoldsWrites) Write();
        UseTable(spill, lookUp, filters);
    }

    private void UseTable(SpilledBucket? spill, SpilledLookUp? lookUp, bool filters)
    {
        if (spill is not null)
        {
            Spilled.Put(spill);
            Group.SpillEnded(spill, true, Now, _effects);
            Perform();
        }

        if (filters)
        {
            Group.FiltersRead(Spilled.Filters(), Now, _effects);
            Perform();
        }

        if (lookUp is null) return;
        LookUps++;
        Group.LookedUp(Spilled.Find(lookUp), Now, _effects);
        Perform();
    }
}
