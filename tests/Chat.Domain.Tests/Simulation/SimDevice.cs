using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>A client as the protocol wants it: stores, then acks; deduplicates by message id; repeats what is not acked; resumes where it stopped.</summary>
internal sealed partial class SimDevice(World world, UserId user, DeviceId id, bool sync)
{
    public sealed class Draft
    {
        public required EntityAddress To { get; init; }
        public required ClientMessageId ClientMessageId { get; init; }
        public required MessageBody Body { get; init; }

        /// <summary>A mistake of the client: the id was used for another text before.</summary>
        public bool Misused { get; init; }

        public long SentAt { get; set; }
    }

    private readonly List<Draft> _outbox = [];
    private readonly List<(long Position, MessageId Id)> _unacked = [];
    private readonly List<long> _positions = [];
    private readonly List<(Draft Draft, MessageId Id)> _acked = [];
    private int _drafts;
    private bool _ackScheduled;

    public UserId User => user;
    public DeviceId Id => id;
    public bool Sync => sync;
    public long TokenIssuedAt { get; private set; }
    public SimConnection? Connection { get; private set; }
    public bool Ready { get; private set; }

    /// <summary>All places for devices are taken by others that are on line.</summary>
    public bool HasNoPlace { get; private set; }
    public string? Epoch { get; private set; }
    public long Position { get; private set; }

    /// <summary>Acks by id come in no particular order, and not all at once.</summary>
    public bool AcksOutOfOrder { get; set; }

    public bool AcksLate { get; set; }

    public HashSet<MessageId> Messages { get; } = [];
    public HashSet<MessageId> Echoes { get; } = [];
    public Dictionary<UserId, MessageId> PeerDelivered { get; } = [];
    public Dictionary<UserId, MessageId> PeerRead { get; } = [];
    public Dictionary<UserId, MessageId> LastOf { get; } = [];
    public Dictionary<UserId, MessageId> ReadUpTo { get; } = [];
    public Dictionary<UserId, MessageId> ReadElsewhere { get; } = [];
    public int Unsent => _outbox.Count;
    public IReadOnlyList<(Draft Draft, MessageId Id)> Acked => _acked;

    public void Connect()
    {
        if (Connection is not null || IsGone) return;
        if (TokenIssuedAt == 0) SignIn();
        Connection = world.NewConnection(this);
        // Any position that it has ever seen must do (D4); mostly it is the last.
        var position = _positions.Count > 0 && world.Random.Next(8) == 0 ? _positions[world.Random.Next(_positions.Count)] : Position;
        Connection.Start(sync ? Epoch : null, sync && Epoch is not null ? position : null, sync && Epoch is not null ? GroupsStored() : []);
    }

    public void SignIn() => TokenIssuedAt = world.LatestSecond() + 2;

    public void Disconnected(SimConnection connection)
    {
        if (Connection != connection) return;
        Connection = null;
        Ready = false;
        _unacked.Clear();
    }

    public void Refused(CloseCode code)
    {
        world.Trace($"{this} is closed with {code}");
        HasNoPlace = code == CloseCode.TooManyConnections;
        if (code is CloseCode.Revoked or CloseCode.SignedOut) SignIn();
    }

    public void Authenticated(ConnectionMessages.Attached attached)
    {
        if (attached.Epoch != Epoch)
        {
            Epoch = attached.Epoch;
            Position = 0;
            _positions.Clear();
            _groupPositions.Clear();
            _groupsToAck.Clear();
        }

        HasNoPlace = false;
        if (Ready) return;
        Ready = true;
        foreach (var draft in _outbox.ToList())
            Transmit(draft);
        if (ReadUpTo.Count > 0) Up(c => c.Read([.. ReadUpTo.Values]));
        if (GroupsRead.Count > 0) Up(c => c.Read([.. GroupsRead.Values]));
    }

    public void Send(UserId recipient) => Send(EntityAddress.Of(recipient));

    public void Send(GroupId group) => Send(EntityAddress.Of(group));

    private void Send(EntityAddress to)
    {
        var number = ++_drafts;
        _outbox.Add(new Draft
        {
            To = to,
            ClientMessageId = new ClientMessageId($"c{number}"),
            Body = new MessageBody($"{user}/{id} no. {number}", null, null, 0),
        });
        if (Ready) Transmit(_outbox[^1]);
    }

    /// <summary>No ack for a while: the same id again.</summary>
    public void Repeat()
    {
        if (Ready && _outbox.Count > 0) Transmit(_outbox[world.Random.Next(_outbox.Count)]);
    }

    /// <summary>An ack may be repeated, too, when the client has lost it.</summary>
    public void RepeatAcked()
    {
        if (!Ready || _acked.Count == 0) return;
        Up(c => c.Send(_acked[world.Random.Next(_acked.Count)].Draft));
    }

    public void Misuse()
    {
        if (!Ready || _acked.Count == 0) return;
        var known = _acked[world.Random.Next(_acked.Count)].Draft;
        Up(c => c.Send(new Draft { To = known.To, ClientMessageId = known.ClientMessageId, Body = new("other", null, null, 0), Misused = true }));
    }

    public void Accepted(Draft draft, MessageId message)
    {
        world.Require(!draft.Misused, "M4: the same client_message_id with another text is never acked");
        world.Acked(this, draft, message);
        if (_outbox.Remove(draft)) _acked.Add((draft, message));
    }

    public void Refused(Draft draft, ErrorCode code)
    {
        if (draft.Misused) world.Require(draft.To.Kind == EntityKind.Group || code is ErrorCode.InvalidValue or ErrorCode.InboxFull or ErrorCode.Unavailable, $"M4: a misused id is refused as such, not with {code}");
        else if (code is ErrorCode.InboxFull or ErrorCode.Unavailable) world.Time.After(5_000, () => Again(draft));
        else if (draft.To.Kind == EntityKind.Group && code is ErrorCode.NotMember or ErrorCode.MemberMuted or ErrorCode.GroupNotFound) _outbox.Remove(draft); // failed, as the user sees
        else world.Require(false, $"no reason to refuse {draft.ClientMessageId} with {code}");
    }

    private void Again(Draft draft)
    {
        if (Ready && _outbox.Contains(draft)) Transmit(draft);
    }

    private void Transmit(Draft draft)
    {
        draft.SentAt = world.Time.Now;
        world.FirstSent(this, draft.ClientMessageId);
        Up(c => c.Send(draft));
        world.Time.After(10_000, () =>
        {
            if (world.Time.Now - draft.SentAt >= 10_000) Again(draft);
        });
    }

    public void Receive(ConnectionMessages.PushMessage m)
    {
        world.Says(m.MessageId, m.Body);
        Messages.Add(m.MessageId);
        LastOf[m.Sender] = Max(LastOf, m.Sender, m.MessageId);
        Store(m.Position);
        _unacked.Add((m.Position, m.MessageId));
        ScheduleAck();
    }

    public void Receive(ConnectionMessages.PushEcho m)
    {
        world.Require(m.Device != id || !world.Entity(user).Journal.SkipWhile(e => e is not UserEvents.EchoQueued q || q.MessageId != m.MessageId)
            .All(e => e is not UserEvents.DeviceRegistered r || r.Device != id), "M5: the device that sent a message gets no copy of it");
        world.Says(m.MessageId, m.Body);
        Echoes.Add(m.MessageId);
        Store(m.Position);
        ScheduleAck();
    }

    public void Receive(ConnectionMessages.PushDelivered m)
    {
        PeerDelivered[m.By] = Max(PeerDelivered, m.By, m.UpTo);
        Store(m.Position);
        ScheduleAck();
    }

    public void Receive(ConnectionMessages.PushRead m)
    {
        PeerRead[m.By] = Max(PeerRead, m.By, m.UpTo);
        Store(m.Position);
        ScheduleAck();
    }

    public void Receive(ConnectionMessages.PushReadEcho m)
    {
        if (m.Group is { } group) GroupsReadElsewhere[group] = Max(GroupsReadElsewhere, group, m.UpTo);
        else ReadElsewhere[m.Peer] = Max(ReadElsewhere, m.Peer, m.UpTo);
        Store(m.Position);
        ScheduleAck();
    }

    public void CaughtUp(long position)
    {
        if (sync) Store(position);
    }

    public void Read(UserId peer)
    {
        if (!Ready || !LastOf.TryGetValue(peer, out var last)) return;
        var seen = Messages.Where(m => m.Entity == last.Entity && m.Conversation == last.Conversation).ToList();
        var id = seen[world.Random.Next(seen.Count)];
        ReadUpTo[peer] = Max(ReadUpTo, peer, id);
        Up(c => c.Read([id]));
    }

    public void Acknowledge()
    {
        if (!Ready) return;
        if (sync && (_unacked.Count == 0 || world.Random.Next(4) > 0))
        {
            var position = Position;
            var groups = TakeGroupAcks();
            _unacked.Clear();
            Up(c => c.Acknowledge([], position, groups));
            return;
        }

        if (_unacked.Count == 0) return;
        var batch = _unacked.ToList();
        if (AcksOutOfOrder)
        {
            for (var i = batch.Count - 1; i > 0; i--)
            {
                var j = world.Random.Next(i + 1);
                (batch[i], batch[j]) = (batch[j], batch[i]);
            }

            batch = batch.GetRange(0, world.Random.Next(1, batch.Count + 1));
        }

        foreach (var one in batch)
            _unacked.Remove(one);
        Up(c => c.Acknowledge([.. batch.Select(b => b.Id)], null));
        if (_unacked.Count > 0) ScheduleAck();
        else if (sync) ScheduleAck();
    }

    private void ScheduleAck()
    {
        if (_ackScheduled || AcksLate && !world.Quiet) return;
        _ackScheduled = true;
        world.Time.After(world.Random.Next(200), () =>
        {
            _ackScheduled = false;
            Acknowledge();
        });
    }

    private void Store(long position)
    {
        Position = Math.Max(Position, position);
        _positions.Add(position);
    }

    private void Up(Action<SimConnection> frame)
    {
        if (Connection is { } connection) connection.Up(() => frame(connection));
    }

    private static MessageId Max<TKey>(Dictionary<TKey, MessageId> of, TKey with, MessageId id) where TKey : notnull =>
        of.TryGetValue(with, out var before) && before > id ? before : id;

    public override string ToString() => $"{user}/{id}";
}
