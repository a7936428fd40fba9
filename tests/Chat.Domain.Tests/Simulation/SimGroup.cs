using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Snapshots;
using Chat.Domain.Idempotency;
using Chat.Domain.Sends;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot.Groups;
using Google.Protobuf;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What the actor around <see cref="Group"/> does; as <see cref="SimEntity"/> for users.</summary>
internal sealed class SimGroup(World world, GroupId id)
{
    private readonly GroupEffects _effects = new();
    private readonly Queue<GroupEvent[]> _unwritten = new();
    private readonly Dictionary<GroupEvent, ISend> _sends = new(ReferenceEqualityComparer.Instance);
    private readonly SpillTable _spilled = new();
    private readonly List<int> _rows = []; // of entries, by position
    private readonly Dictionary<UserId, (int Rows, List<(long Join, long Leave)> Intervals)> _intervals = [];
    private (GroupSnapshot Snapshot, int Rows)? _snapshot;
    private long _writeAt, _tellAt, _timerAt = long.MaxValue;
    private bool _clean = true;
    private int _life;

    public GroupId Id => id;
    public Group? Group { get; private set; }

    /// <summary>Durable rows; the sequence number is the index + 1.</summary>
    public List<GroupEvent> Journal { get; } = [];

    /// <summary>Virtual time at which each became durable.</summary>
    public List<long> WrittenAt { get; } = [];

    public int Applied { get; private set; }

    /// <summary>Rows that have been cleared, as far as snapshots and waiting bodies allow (R4).</summary>
    public long Cleared { get; private set; }

    /// <summary>How often an entity was told something, by member.</summary>
    public Dictionary<UserId, int> Contacts { get; } = [];

    public GroupListing? Listing { get; private set; }

    public void Receive(GroupCommand command)
    {
        Wake();
        var group = Group!;
        if (group.NeedsNumberFor(command)) group.ReserveNumber(world.NextNumber());
        world.Trace($"{id} <- {command}");
        group.Handle(command, world.Time.Wall, _effects);
        if (command is ISend send)
            foreach (var accepted in _effects.Events.OfType<GroupEvents.MessageAccepted>())
            {
                world.Require(accepted.MessageId.Stamp > send.Floor, "M3: an id sorts after everything its sender had seen");
                _sends[accepted] = send;
            }

        Perform();
    }

    public GroupPortion? NextPortion()
    {
        if (Group is null) return null;
        var portion = Group.NextPortion(world.Time.Wall, _effects);
        foreach (var target in portion?.Batches.SelectMany(b => b.Targets) ?? [])
            Contacted(target.Member);
        Perform();
        return portion;
    }

    public void Wake()
    {
        if (Group is not null) return;
        var group = new Group(id, world.GroupLimits, world.NextIncarnation(), new Random(world.Random.Next()), world.Time.Wall);
        if (_snapshot is { } taken) GroupSnapshots.Restore(group.State, GroupSnapshot.Parser.ParseFrom(taken.Snapshot.ToByteArray()));
        for (var i = _snapshot?.Rows ?? 0; i < Journal.Count; i++)
            group.Replay(Journal[i], i + 1);
        Applied = Journal.Count;
        Group = group;
        _timerAt = long.MaxValue;
        world.Trace($"{id} wakes, incarnation {group.Incarnation}, {Journal.Count} rows, clean {_clean}");
        group.Recovered(_clean, world.Time.Wall, _effects);
        _clean = false;
        Perform();
    }

    public void Crash(bool mayStillWrite = true)
    {
        if (Group is null) return;
        world.Trace($"{id} crashes with {_unwritten.Count} batches on their way");
        var written = mayStillWrite && _unwritten.Count > 0 ? world.Random.Next(_unwritten.Count + 1) : 0;
        for (; written > 0; written--)
            Write(_unwritten.Dequeue());
        _unwritten.Clear();
        Stop();
    }

    /// <summary>Who may see a position, by the journal.</summary>
    public List<(long Join, long Leave)> IntervalsOf(UserId user)
    {
        if (_intervals.TryGetValue(user, out var known) && known.Rows == Journal.Count) return known.Intervals;
        var intervals = new List<(long Join, long Leave)>();
        foreach (var e in Journal)
            switch (e)
            {
                case GroupEvents.GroupCreated c when c.Owner == user || c.Members.Contains(user): intervals.Add((1, long.MaxValue)); break;
                case GroupEvents.MembersAdded a when a.Members.Contains(user): intervals.Add((a.Position, long.MaxValue)); break;
                case GroupEvents.MemberRemoved r when r.Member == user: intervals[^1] = intervals[^1] with { Leave = r.Position }; break;
                case GroupEvents.MemberLeft l when l.Member == user: intervals[^1] = intervals[^1] with { Leave = l.Position }; break;
            }

        _intervals[user] = (Journal.Count, intervals);
        return intervals;
    }

    /// <summary>A frame reaches a connection: the right of its user, and that nothing is missing before it (G5).</summary>
    public void Pushed(SimDevice device, long? before, GroupEntry entry)
    {
        var intervals = IntervalsOf(device.User);
        bool Sees(long position) => intervals.Exists(i => position >= i.Join && position <= i.Leave);
        world.Require(Sees(entry.Position), $"{device} is pushed {entry.Position} of {id}, which its user may not see");
        if (before is not { } last) return;
        for (var position = last + 1; position < entry.Position; position++)
            world.Require(!Sees(position) || device.Has(id, position) || IsOwn(device, position) || position <= ExpiredUpTo || MayLack(device, position) || WentWithHisPlace(device.User, position),
                $"G5: {device} is pushed {entry.Position} of {id} after {last}, and has no {position}");
    }

    /// <summary>He had left, did not fetch what was his for as long as a former member's place is kept, and has come back since.</summary>
    private bool WentWithHisPlace(UserId user, long position)
    {
        var left = Journal.FindIndex(e => e is GroupEvents.MemberRemoved r && r.Member == user && r.Position >= position
                                          || e is GroupEvents.MemberLeft l && l.Member == user && l.Position >= position);
        return left >= 0 && Journal.Skip(left).Any(e => e is GroupEvents.EntriesExpired expired && expired.At > ((GroupEntryEvent)Journal[left]).At);
    }

    public bool IsOwn(SimDevice device, long position) =>
        EntryAt(position) is GroupMessage m && m.Sender == device.User && m.SenderDevice == device.Id;

    /// <summary>D1: a new device starts where others have been; it may have been given older entries, after a crash that forgot how far that was.</summary>
    public bool MayLack(SimDevice device, long position)
    {
        var entity = world.Entity(device.User);
        var registered = entity.Journal.FindLastIndex(e => e is Users.UserEvents.DeviceRegistered r && r.Device == device.Id);
        return entity.RegisteredAt.TryGetValue(registered, out var at) && at >= WrittenAt[_rows[(int)position - 1]]
               && world.Devices.Exists(d => d != device && d.User == device.User && (d.Has(id, position) || IsOwn(d, position)));
    }

    public GroupEntry EntryAt(long position) => ((GroupEntryEvent)Journal[_rows[(int)position - 1]]).ToEntry();

    public long PositionOf(MessageId message) =>
        message.IsNone ? 0 : Journal.OfType<GroupEvents.MessageAccepted>().First(m => m.MessageId == message).Position;

    public long ExpiredUpTo { get; private set; }

    private void Stop()
    {
        Group = null;
        _life++;
        _sends.Clear();
    }

    private void Perform()
    {
        if (_effects.Events.Count > 0) Issue([.. _effects.Events]);
        foreach (var (to, message) in _effects.ToConnections)
        {
            if (message is ConnectionMessages.SendRefused refused) world.Refused(to, refused.Entity, refused.N);
            world.ToConnection(EntityAddress.Of(id), Group!.Incarnation, to, message);
        }

        var commands = _effects.ToEntities.ToArray();
        var (load, spill, lookUp, filters, listing, news) =
            (_effects.Load, _effects.Spill, _effects.LookUp, _effects.ReadFilters, _effects.Listing, _effects.HasNews);
        _effects.Clear();
        foreach (var command in commands)
        {
            if (command is Users.UserCommands.GroupFanout or Users.UserCommands.GroupReceipts) Contacted(((Users.UserCommand)command).UserId);
            world.ToEntity(command);
        }

        if (news) world.FanOut(this);
        if (load is { } rows) Load(rows.From, rows.Max);
        if (spill is not null) Spill(spill);
        if (lookUp is not null) LookUp(lookUp);
        if (filters) ReadFilters();
        if (listing is not null) List(listing);
        SetTimer();
    }

    private void Contacted(UserId member) => Contacts[member] = Contacts.GetValueOrDefault(member) + 1;

    private void Issue(GroupEvent[] batch)
    {
        _unwritten.Enqueue(batch);
        _writeAt = Math.Max(_writeAt, world.Time.Now + world.Random.Next(world.Faults.WriteMs + 1));
        Later(_writeAt, () =>
        {
            if (world.Random.NextDouble() < world.Faults.WriteFails)
            {
                world.Trace($"{id}: a write fails");
                Crash(mayStillWrite: false);
                return;
            }

            var first = Journal.Count;
            Write(_unwritten.Dequeue());
            _tellAt = Math.Max(_tellAt, world.Time.Now + world.Random.Next(world.Faults.TellMs + 1));
            Later(_tellAt, () =>
            {
                for (var i = first; i < first + batch.Length; i++)
                {
                    Applied++;
                    Group!.Committed(Journal[i], i + 1, world.Time.Wall, _effects);
                }

                if (world.TakesSnapshots && world.Random.Next(8) == 0) TakeSnapshot(clean: false);
                Perform();
            });
        });
    }

    private void TakeSnapshot(bool clean)
    {
        _snapshot = (GroupSnapshots.Take(Group!.State, clean), Applied);
        Cleared = Math.Max(Cleared, Math.Min(Applied, Group.OldestPendingRow - 1));
    }

    private void Write(GroupEvent[] batch)
    {
        foreach (var @event in batch)
        {
            world.Trace($"{id} row {Journal.Count + 1}: {@event}");
            Journal.Add(@event);
            WrittenAt.Add(world.Time.Now);
            if (@event is GroupEntryEvent) _rows.Add(Journal.Count - 1);
            if (@event is GroupEvents.EntriesExpired expired) ExpiredUpTo = Math.Max(ExpiredUpTo, expired.UpTo);
            if (@event is GroupEvents.MessageAccepted message) world.Spoken(message);
            if (@event is GroupEvents.MessageAccepted accepted && _sends.Remove(accepted, out var send))
                world.Queued(send, accepted.MessageId);
        }
    }

    private void Load(long from, int max)
    {
        world.Require(from > Cleared, $"R4: row {from} of {id} is needed and has been cleared");
        Later(world.Time.Now + world.Random.Next(1, 5), () =>
        {
            var rows = new List<(long, GroupEvent)>();
            for (var nr = Math.Max(from, Cleared + 1); nr <= Journal.Count && rows.Count < max; nr++) // some may have been cleared meanwhile
                rows.Add((nr, Journal[(int)nr - 1]));
            if (world.Random.NextDouble() < world.Faults.WriteFails) rows.Clear();
            Group!.RowsLoaded(rows, world.Time.Wall, _effects);
            Perform();
        });
    }

    private void Spill(SpilledBucket bucket)
    {
        var fails = world.Random.NextDouble() < world.Faults.WriteFails;
        if (!fails) _spilled.Put(bucket);
        Later(world.Time.Now + world.Random.Next(1, 20), () =>
        {
            Group!.SpillEnded(bucket, !fails, world.Time.Wall, _effects);
            Perform();
        });
    }

    private void LookUp(SpilledLookUp lookUp) => Later(world.Time.Now + world.Random.Next(1, 20), () =>
    {
        Group!.LookedUp(world.Random.NextDouble() < world.Faults.WriteFails ? null : _spilled.Find(lookUp), world.Time.Wall, _effects);
        Perform();
    });

    private void ReadFilters() => Later(world.Time.Now + world.Random.Next(1, 20), () =>
    {
        Group!.FiltersRead(world.Random.NextDouble() < world.Faults.WriteFails ? null : _spilled.Filters(), world.Time.Wall, _effects);
        Perform();
    });

    private void List(GroupListing listing) => Later(world.Time.Now + world.Random.Next(1, 20), () =>
    {
        var fails = world.Random.NextDouble() < world.Faults.WriteFails;
        if (!fails && listing.Revision >= (Listing?.Revision ?? 0)) Listing = listing;
        Group!.Listed(listing, !fails, world.Time.Wall, _effects);
        Perform();
    });

    private void SetTimer()
    {
        var at = world.Time.Now + Math.Clamp(Group!.NextDue - world.Time.Wall, 0, int.MaxValue);
        if (at == _timerAt) return;
        _timerAt = at;
        Later(at, () =>
        {
            if (at != _timerAt) return;
            _timerAt = long.MaxValue;
            if (Group!.CanSleep(world.Time.Wall))
            {
                world.Trace($"{id} sleeps");
                if (world.TakesSnapshots) TakeSnapshot(clean: true);
                _clean = true;
                Stop();
                return;
            }

            Group.Tick(world.Time.Wall, _effects);
            world.Require(Group.NextDue > world.Time.Wall || Group.CanSleep(world.Time.Wall), $"a tick of {id} moves its next due time");
            Perform();
        });
    }

    private void Later(long at, Action action)
    {
        var life = _life;
        world.Time.At(at, () =>
        {
            if (life == _life) action();
        });
    }
}
