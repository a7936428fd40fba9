using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>
/// The edge's part of one socket: numbers its sends (M1), sends again what is not answered, attaches its device and attaches again
/// whenever the attachment may be lost (R6). The socket is first in, first out, and dies as a whole.
/// </summary>
internal sealed class SimConnection(World world, SimDevice device, ConnectionAddress address)
{
    private sealed class Session
    {
        public long Next = 1;
        public SortedDictionary<long, (SimDevice.Draft Draft, long Floor, bool EchoOwed, long SentAt)> Unanswered { get; } = [];
    }

    private readonly Dictionary<EntityAddress, Session> _sessions = [];
    private readonly Dictionary<GroupId, long> _groupPositions = [];
    private readonly Dictionary<GroupId, long> _groupsPushed = [];
    private bool _attached, _everAttached;
    private bool _broken = true;
    private long _incarnation, _received, _attachSentAt, _renewedAt;
    private long _floor, _shown;
    private long? _position;
    private string? _epoch;
    private string _displaces = "";
    private int _devices = 1;
    private long _upAt, _downAt, _lastPosition;

    public SimDevice Device => device;
    public ConnectionAddress Address => address;
    public bool Open { get; private set; } = true;
    public bool IsAttached => _attached;
    public int Window { get; } = world.Random.Next(1, 8);

    public static bool IsOfAttachment(ConnectionMessage message) => message
        is ConnectionMessages.Attached or ConnectionMessages.PushMessage or ConnectionMessages.PushEcho
        or ConnectionMessages.PushDelivered or ConnectionMessages.PushRead or ConnectionMessages.PushReadEcho
        or ConnectionMessages.PushConversationEcho
        or ConnectionMessages.PushGroupEntry or ConnectionMessages.PushGroupGap or ConnectionMessages.PushGroupReceipt
        or ConnectionMessages.PushGap or ConnectionMessages.CaughtUp or ConnectionMessages.DevicesChanged;

    public void Start(string? epoch, long? position, IEnumerable<GroupPosition> groups)
    {
        _epoch = epoch;
        _position = position;
        foreach (var (group, at) in groups)
            _groupPositions[group] = at;
        Attach();
        Timer();
    }

    /// <param name="tell">Whether the entity hears of it; not where the edge's node died.</param>
    public void Die(bool tell)
    {
        if (!Open) return;
        Open = false;
        world.Trace($"{address} of {device} is gone, told {tell}");
        if (tell) world.ToEntity(new UserCommands.DetachDevice(device.User, address, device.Id));
        device.Disconnected(this);
    }

    public void Up(Action frame)
    {
        _upAt = Math.Max(_upAt, world.Time.Now + world.Random.Next(3));
        world.Time.At(_upAt, () =>
        {
            if (Open) frame();
        });
    }

    private void Down(Action frame)
    {
        _downAt = Math.Max(_downAt, world.Time.Now + world.Random.Next(3));
        world.Time.At(_downAt, () =>
        {
            if (Open) frame();
        });
    }

    public void Send(SimDevice.Draft draft)
    {
        var session = SessionTo(draft.To);
        foreach (var (number, (waiting, _, _, _)) in session.Unanswered)
            if (waiting == draft)
            {
                Transmit(draft.To, session, number); // still waiting: its number stays
                return;
            }

        var n = session.Next++;
        session.Unanswered.Add(n, (draft, _floor, _devices > 1, world.Time.Now));
        Transmit(draft.To, session, n);
    }

    public void Acknowledge(IReadOnlyList<MessageId> ids, long? position, IReadOnlyList<GroupPosition>? groups = null)
    {
        if (position is not null) _position = Math.Max(position.Value, _position ?? 0);
        foreach (var (group, at) in groups ?? [])
            _groupPositions[group] = Math.Max(at, _groupPositions.GetValueOrDefault(group));
        world.ToEntity(new UserCommands.AcknowledgeDelivery(device.User, address, device.Id, ids, position) { Groups = groups ?? [] });
    }

    public void Read(IReadOnlyList<MessageId> ids) => world.ToEntity(new UserCommands.MarkRead(device.User, address, device.Id, ids));

    public bool IsUnanswered(EntityAddress recipient, long n) => _sessions.TryGetValue(recipient, out var s) && s.Unanswered.ContainsKey(n);

    public void Receive(ConnectionMessage message, long incarnation)
    {
        if (!Open)
        {
            if (IsOfAttachment(message) && world.Random.Next(2) == 0)
                world.ToEntity(new UserCommands.DetachDevice(device.User, address, device.Id));
            return;
        }

        if (IsOfAttachment(message) && !InSequence(message, incarnation)) return;
        switch (message)
        {
            case ConnectionMessages.SendAccepted m: Accepted(m); break;
            case ConnectionMessages.SendRefused m: Refused(m); break;
            case ConnectionMessages.ResendFrom m: Resend(m.Entity, m.N); break;
            case ConnectionMessages.Attached m: Attached(m); break;
            case ConnectionMessages.DevicesChanged m: _devices = m.Devices; break;
            case ConnectionMessages.AttachmentLost: Attach(); break;
            case ConnectionMessages.AttachContested m when !_attached:
                _displaces = m.BySession;
                Attach();
                break;
            case ConnectionMessages.AttachRefused m:
                device.Refused(m.Close);
                Die(tell: true);
                break;
            case ConnectionMessages.Close m:
                world.Require(m.BySession is null || world.IsLaterThan(address, m.BySession), $"{device} is displaced only by its newer connection, not by {m.BySession}");
                device.Refused(m.Code);
                Die(tell: true);
                break;
            case ConnectionMessages.PushMessage m:
                Pushed(m.Position, (EntryName.Message, m.MessageId, ""));
                world.Once(device.User, m.Position, m.MessageId);
                _floor = Math.Max(_floor, m.MessageId.Stamp);
                Down(() => device.Receive(m));
                break;
            case ConnectionMessages.PushEcho m:
                Pushed(m.Position, (EntryName.Echo, m.MessageId, ""));
                world.Once(device.User, m.Position, m.MessageId);
                _floor = Math.Max(_floor, m.MessageId.Stamp);
                Other(m.Position, () => device.Receive(m));
                break;
            case ConnectionMessages.PushDelivered m:
                Pushed(m.Position, (EntryName.Delivered, default, m.By.Value));
                Other(m.Position, () => device.Receive(m));
                break;
            case ConnectionMessages.PushRead m:
                Pushed(m.Position, (EntryName.Read, default, m.By.Value));
                Other(m.Position, () => device.Receive(m));
                break;
            case ConnectionMessages.PushReadEcho m:
                Pushed(m.Position, (EntryName.ReadEcho, default, m.Group?.Value ?? m.Peer.Value));
                Other(m.Position, () => device.Receive(m));
                break;
            case ConnectionMessages.PushConversationEcho m:
                Pushed(m.Position, (EntryName.Settings, default, m.With.Id));
                Other(m.Position, () => device.Receive(m));
                break;
            case ConnectionMessages.PushGroupEntry m: Pushed(m); break;
            case ConnectionMessages.PushGroupGap m:
                Pushed(m.Group, m.Position);
                Down(() =>
                {
                    device.Receive(m);
                    Written(m.Group, m.Position);
                });
                break;
            case ConnectionMessages.PushGroupReceipt m: Down(() => device.Receive(m)); break;
            case ConnectionMessages.CaughtUp m: Down(() => device.CaughtUp(m.Position)); break;
        }
    }

    /// <summary>A hole means that something was lost on the way: everything after it would be acknowledged without it.</summary>
    private bool InSequence(ConnectionMessage message, long incarnation)
    {
        if (message is ConnectionMessages.Attached attached)
        {
            _incarnation = incarnation;
            _received = attached.PushedFrom;
            _broken = false;
            return true;
        }

        if (message is not PushedFrame frame) return true;
        if (world.FramesAreChained && (_broken || frame.Previous != _received))
        {
            if (!_broken)
            {
                world.Trace($"{address}: a frame is missing before {frame}");
                Attach();
            }

            _broken = true;
            return false;
        }

        _received = frame.Number;
        return true;
    }

    private void Attached(ConnectionMessages.Attached m)
    {
        world.Require(m.UnreadCount >= 0, "(g) an unread count is never negative");
        world.Require(m.Recovered != true || m.Epoch == _epoch, $"D4: {device} cannot go on from {_epoch} in {m.Epoch}");
        _attached = true;
        _everAttached = true;
        _displaces = "";
        _renewedAt = world.Time.Now;
        _lastPosition = 0;
        _groupsPushed.Clear();
        _devices = m.Devices;
        if (m.Epoch != _epoch)
        {
            _position = null;
            _groupPositions.Clear();
        }

        _epoch = m.Epoch;
        Down(() => device.Authenticated(m));
    }

    private void Pushed(long position, (EntryName, MessageId, string) what)
    {
        world.Require(position > _lastPosition, $"frames of one attachment of {device} come in order of position: {position} after {_lastPosition}");
        _lastPosition = position;
        world.Uses(device.User, position, what);
    }

    private void Pushed(ConnectionMessages.PushGroupEntry m)
    {
        world.Group(m.Group).Pushed(device, _groupsPushed.TryGetValue(m.Group, out var before) ? before : null, m.Entry);
        Pushed(m.Group, m.Position);
        if (m.Entry is GroupMessage message) _floor = Math.Max(_floor, message.MessageId.Stamp);
        Down(() =>
        {
            device.Receive(m.Group, m.Entry);
            if (m.Entry is GroupChange) Written(m.Group, m.Position);
        });
    }

    private void Pushed(GroupId group, long position)
    {
        world.Require(position > _groupsPushed.GetValueOrDefault(group),
            $"G5: entries of {group} come in order to {device}: {position} after {_groupsPushed.GetValueOrDefault(group)}");
        _groupsPushed[group] = position;
    }

    /// <summary>Protocol rule 6, for changes of groups.</summary>
    private void Written(GroupId group, long position)
    {
        if (!device.Sync)
            Up(() => world.ToEntity(new UserCommands.ConfirmShown(device.User, address, device.Id, 0) { Groups = [new GroupPosition(group, position)] }));
    }

    /// <summary>A device without sync has been shown a frame once it is written (protocol rule 6).</summary>
    private void Other(long position, Action receive)
    {
        Down(() =>
        {
            receive();
            if (device.Sync) return;
            var before = _shown;
            _shown = Math.Max(_shown, position);
            if (before < _shown) Up(() => world.ToEntity(new UserCommands.ConfirmShown(device.User, address, device.Id, position)));
        });
    }

    private void Attach()
    {
        _attached = false;
        _attachSentAt = world.Time.Now;
        _shown = 0;
        world.ToEntity(new UserCommands.AttachDevice(
            device.User, address, device.Id, "ios", "1", device.Sync, device.TokenIssuedAt, _epoch, _position, Window)
        {
            Groups = [.. _groupPositions.Select(p => new GroupPosition(p.Key, p.Value))],
            Displaces = _displaces,
        });
    }

    private void Timer()
    {
        if (!Open) return;
        var now = world.Time.Now;
        if (!_attached && now - _attachSentAt >= 2_000) Attach();
        else if (_attached && now - _renewedAt >= 15_000)
        {
            _renewedAt = now;
            world.ToEntity(new UserCommands.RenewAttachment(device.User, address, device.Id, _incarnation) { Received = _received });
        }

        foreach (var (recipient, session) in _sessions)
            if (session.Unanswered.Count > 0 && now - session.Unanswered.Values.First().SentAt >= 3_000)
                Resend(recipient, 0);
        world.Time.After(3_000, Timer);
    }

    private void Resend(EntityAddress recipient, long from)
    {
        if (!_sessions.TryGetValue(recipient, out var session)) return;
        foreach (var n in session.Unanswered.Keys.Where(n => n >= from).ToList())
        {
            session.Unanswered[n] = session.Unanswered[n] with { SentAt = world.Time.Now };
            Transmit(recipient, session, n);
        }
    }

    private void Transmit(EntityAddress recipient, Session session, long n)
    {
        var (draft, floor, echoOwed, _) = session.Unanswered[n];
        if (recipient.Kind == EntityKind.Group)
            world.ToEntity(new GroupCommands.SendMessage(
                new GroupId(recipient.Id), address, n, session.Unanswered.Keys.First(), device.User, device.Id, draft.ClientMessageId, draft.Body, floor));
        else world.ToEntity(new UserCommands.SendMessage(
            new UserId(recipient.Id), address, n, session.Unanswered.Keys.First(), device.User, device.Id, draft.ClientMessageId, draft.Body, floor, echoOwed));
    }

    private void Accepted(ConnectionMessages.SendAccepted m)
    {
        if (!SessionTo(m.Entity).Unanswered.Remove(m.N, out var sent)) return;
        _floor = Math.Max(_floor, m.MessageId.Stamp);
        world.Require(sent.Draft.ClientMessageId == m.ClientMessageId, "an ack answers the send that it names");
        Down(() => device.Accepted(sent.Draft, m.MessageId));
    }

    private void Refused(ConnectionMessages.SendRefused m)
    {
        if (!SessionTo(m.Entity).Unanswered.Remove(m.N, out var sent)) return;
        Down(() => device.Refused(sent.Draft, m.Code));
    }

    private Session SessionTo(EntityAddress recipient) =>
        _sessions.TryGetValue(recipient, out var session) ? session : _sessions[recipient] = new Session();

    public bool EverAttached => _everAttached;
}

internal enum EntryName
{
    Message,
    Echo,
    Delivered,
    Read,
    ReadEcho,
    Settings,
}
