using System.Runtime.CompilerServices;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Sends;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>All users, their devices and what lies between them; and what must hold at every moment.</summary>
internal sealed partial class World(int seed, UserLimits limits, bool traced = false)
{
    private readonly Dictionary<ConnectionAddress, SimConnection> _connections = [];
    private readonly Dictionary<(EntityAddress, ConnectionAddress), long> _lastTold = [];
    private readonly Dictionary<(UserId User, long Position), (EntryName, MessageId, string)> _positions = [];
    private readonly Dictionary<(SimDevice Device, ClientMessageId Id), MessageId> _acked = [];
    private readonly Dictionary<(ConnectionAddress Session, EntityAddress Recipient), (long N, MessageId Id)> _lastQueued = [];
    private readonly HashSet<(ConnectionAddress, EntityAddress, long)> _refused = [];
    private readonly HashSet<MessageId> _ids = [];
    private readonly List<string> _trace = [];
    private long _numbers, _incarnations, _connectionNumbers, _latestWall;

    public Timeline Time { get; } = new();
    public Random Random { get; } = new(seed);
    public UserLimits Limits => limits;
    public Faults Faults { get; set; } = Faults.None;

    /// <summary>Faults have stopped, and everybody does what he should.</summary>
    public bool Quiet { get; set; }

    /// <summary>Off: what happens when connections cannot notice a lost frame.</summary>
    public bool FramesAreChained { get; init; } = true;

    public List<SimEntity> Entities { get; } = [];
    public List<SimDevice> Devices { get; } = [];
    public IReadOnlyDictionary<(SimDevice Device, ClientMessageId Id), MessageId> AckedIds => _acked;

    public SimEntity AddUser(string name)
    {
        var entity = new SimEntity(this, new UserId(name));
        Entities.Add(entity);
        return entity;
    }

    public SimDevice AddDevice(SimEntity entity, string name, bool sync)
    {
        var device = new SimDevice(this, entity.Id, new DeviceId(name), sync);
        Devices.Add(device);
        return device;
    }

    public SimEntity Entity(UserId id) => Entities.Find(e => e.Id == id)!;

    public SimConnection? Connection(ConnectionAddress address) => _connections.GetValueOrDefault(address);

    public IEnumerable<SimConnection> OpenConnections => _connections.Values.Where(c => c.Open);

    public SimConnection NewConnection(SimDevice device)
    {
        var connection = new SimConnection(this, device, new ConnectionAddress(1, ++_connectionNumbers));
        _connections.Add(connection.Address, connection);
        return connection;
    }

    public bool IsLaterThan(ConnectionAddress connection, string session) =>
        _connections.Keys.Single(a => a.SessionId == session).Number > connection.Number;

    public long NextNumber() => ++_numbers;

    public long NextIncarnation() => ++_incarnations;

    /// <summary>Tokens are issued by a clock that does not jump.</summary>
    public long LatestSecond() => (_latestWall = Math.Max(_latestWall, Time.Wall)) / 1000;

    public void JumpClock(long ms)
    {
        LatestSecond();
        Time.Skew += ms;
        LatestSecond();
        Trace($"the clock jumps by {ms}");
    }

    /// <summary>A link that loses, doubles and reorders.</summary>
    public void ToEntity(IEntityMessage command)
    {
        var copies = Random.NextDouble() < Faults.Loss ? 0 : Random.NextDouble() < Faults.Duplicate ? 2 : 1;
        for (; copies > 0; copies--)
        {
            var delay = Random.Next(3) + (Random.NextDouble() < Faults.Late ? Random.Next(Faults.LateMs) : 0);
            Time.After(delay, () => Deliver(command));
        }
    }

    private void Deliver(IEntityMessage command)
    {
        if (command is UserCommand user) Entity(user.UserId).Receive(user);
        else if (command is GroupCommand group) Group(group.GroupId).Receive(group);
    }

    /// <summary>In order from one entity to one connection, with holes.</summary>
    public void ToConnection(EntityAddress from, long incarnation, ConnectionAddress to, ConnectionMessage message)
    {
        if (Random.NextDouble() < Faults.Loss)
        {
            HasLost = true;
            return;
        }

        if (!_connections.TryGetValue(to, out var connection))
        {
            Time.After(Random.Next(3), () => Answered(to, message)); // a REST request
            return;
        }

        var at = _lastTold[(from, to)] = Math.Max(_lastTold.GetValueOrDefault((from, to)), Time.Now + Random.Next(3));
        Time.At(at, () =>
        {
            Trace($"{to} <- {message}");
            connection.Receive(message, incarnation);
        });
    }

    /// <summary>A message has become durable.</summary>
    public void Queued(ISend send, MessageId id)
    {
        Require(_ids.Add(id), "M3: no id is used twice");
        if (_lastQueued.TryGetValue((send.Session, send.Entity), out var last) && last.N > send.N)
            Require(_refused.Contains((send.Session, send.Entity, send.N)) || Connection(send.Session) is not { Open: true } c || !c.IsUnanswered(send.Entity, send.N),
                $"M2: number {send.N} of {send.Session} is queued after number {last.N}");
        else
            _lastQueued[(send.Session, send.Entity)] = (send.N, id);
    }

    /// <summary>Whoever was refused once comes later than what was accepted meanwhile, whether he has heard of it or not.</summary>
    public void Refused(ConnectionAddress session, EntityAddress recipient, long n) => _refused.Add((session, recipient, n));

    public void Acked(SimDevice device, SimDevice.Draft draft, MessageId id)
    {
        if (_acked.TryGetValue((device, draft.ClientMessageId), out var before))
            Require(before == id, $"M4: {draft.ClientMessageId} of {device} was acked as {before}, now as {id}");
        else
            _acked.Add((device, draft.ClientMessageId), id);
    }

    /// <summary>A frame has been seen at a position.</summary>
    public void Uses(UserId user, long position, (EntryName, MessageId, string) what)
    {
        if (_positions.TryAdd((user, position), what)) return;
        Require(_positions[(user, position)] == what, $"D4: position {position} of {user} was {_positions[(user, position)]}, is now {what}");
    }

    public void Require(bool holds, string rule)
    {
        if (!holds) throw Broken(rule);
    }

    public void Require(bool holds, [InterpolatedStringHandlerArgument("holds")] ref RuleText rule)
    {
        if (!holds) throw Broken(rule.Text);
    }

    public BrokenRule Broken(string rule) =>
        new($"Seed {seed}: {rule}.{string.Concat(_trace.TakeLast(TracedLines).Select(l => "\n  " + l))}");

    public void Trace([InterpolatedStringHandlerArgument("")] ref TraceLine line)
    {
        if (traced) _trace.Add($"{Time.Now,7} {line.Text}");
    }

    public bool IsTraced => traced;

    public static int TracedLines => int.TryParse(Environment.GetEnvironmentVariable("TRACED_LINES"), out var lines) ? lines : 120;
}

internal sealed class BrokenRule(string message) : Exception(message);

/// <summary>What is said of a rule costs nothing while it holds.</summary>
[InterpolatedStringHandler]
internal ref struct RuleText
{
    private DefaultInterpolatedStringHandler _text;

    public RuleText(int literalLength, int formattedCount, bool holds, out bool wanted)
    {
        wanted = !holds;
        if (wanted) _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public string Text => _text.ToString();

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);
}

/// <summary>A line of the trace costs nothing unless somebody reads it.</summary>
[InterpolatedStringHandler]
internal ref struct TraceLine
{
    private DefaultInterpolatedStringHandler _text;
    private readonly bool _wanted;

    public TraceLine(int literalLength, int formattedCount, World world, out bool wanted)
    {
        _wanted = wanted = world.IsTraced;
        if (wanted) _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public string Text => _wanted ? _text.ToString() : "";

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);
}
