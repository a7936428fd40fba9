using System.Net;
using System.Net.Sockets;
using System.Text;
using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Workloads;

namespace Chat.Bench.Rolling;

/// <summary>
/// Clients that come back: at the moment they were advised, else at once with jitter and then with growing pauses, as the close codes of the
/// contract say. A client is away from the end of its socket to its next <c>auth_success</c>.
/// </summary>
internal sealed class Roamers : IConnectionEvents
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ClientLoop _loop;
    private readonly IPEndPoint _balancer;
    private readonly Exchange _exchange;
    private readonly Roamer[] _roamers;
    private readonly Random _random = new(4711);

    public Roamers(ClientLoop loop, IPEndPoint balancer, User[] users, Exchange exchange)
    {
        (_loop, _balancer, _exchange) = (loop, balancer, exchange);
        var connector = new Connector(loop, balancer);
        Connections = connector.ConnectAll(users, exchange);
        (HeartbeatInterval, InFlightLimit) = (connector.HeartbeatInterval, connector.InFlightLimit);
        _roamers = [.. users.Select(_ => new Roamer { Since = Clock.Now })];
        exchange.Advised = OnAdvised;
        exchange.Closed = OnLost;
    }

    /// <summary>By user; the same array for the whole run.</summary>
    public Connection[] Connections { get; }

    public TimeSpan HeartbeatInterval { get; }

    public int InFlightLimit { get; }

    /// <summary>Who takes part in it; null for those who only listen.</summary>
    public Conversation?[] Conversations { get; set; } = [];

    public Latencies Absences { get; } = new();

    public int Away { get; private set; }

    /// <summary>Connects that failed and were tried again.</summary>
    public int Retries { get; private set; }

    /// <summary>Sockets that ended without having been advised.</summary>
    public int Unadvised { get; private set; }

    /// <summary>Called when a client is back and has sent again what was unacked.</summary>
    public Action<Conversation, long>? Returned { get; set; }

    /// <summary>Since when the user is there without interruption; <see cref="long.MaxValue"/> while he is away.</summary>
    public long PresentSince(int user) => _roamers[user].Since;

    public void OnUpgraded(Connection connection, long now) => connection.SendText(ClientFrames.Auth(connection.User, sync: false));

    public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        switch (ServerFrames.TypeOf(json))
        {
            case ServerFrame.AuthSuccess:
                OnBack(connection, now);
                break;
            case ServerFrame.Error when JsonField.True(json, "\"retryable\""u8):
                connection.Drop();
                TryLater(connection.User, TimeSpan.FromMilliseconds(JsonField.Number(json, "\"retry_after_ms\""u8) ?? 1000));
                break;
            case ServerFrame.Error:
                _exchange.Tally.Fail($"{connection.User.Id} may not come back: {Encoding.UTF8.GetString(json)}");
                break;
            case ServerFrame.Reconnect:
                _roamers[connection.User.Index].NotBefore = now + Delay(json);
                break;
        }
    }

    public void OnReadEnd(Connection connection, long now)
    {
    }

    public void OnClosed(Connection connection, string reason)
    {
        var roamer = _roamers[connection.User.Index];
        var pause = Math.Min(LongestPause.TotalSeconds, Math.Pow(2, roamer.Attempts)) * _random.NextDouble();
        TryLater(connection.User, TimeSpan.FromSeconds(pause));
    }

    private void OnAdvised(Connection connection, long delayMs)
    {
        var user = connection.User.Index;
        _roamers[user].NotBefore = Clock.Now + delayMs * Clock.Millisecond;
        if (Conversation(user) is { } conversation && conversation.Sender == connection)
            conversation.IsHeld = true;
    }

    private void OnLost(Connection connection, string reason)
    {
        var roamer = _roamers[connection.User.Index];
        var now = Clock.Now;
        (roamer.Since, roamer.LeftAt, roamer.Attempts) = (long.MaxValue, now, 0);
        Away++;
        var due = roamer.NotBefore;
        if (due == 0)
        {
            Unadvised++;
            due = now + (long)(Clock.Second * _random.NextDouble());
        }

        roamer.NotBefore = 0;
        _loop.At(Math.Max(due, now), _ => Start(connection.User));
    }

    private void TryLater(User user, TimeSpan pause)
    {
        Retries++;
        var roamer = _roamers[user.Index];
        roamer.Attempts++;
        var due = Math.Max(Clock.Now + Clock.Nanoseconds(pause), roamer.NotBefore);
        roamer.NotBefore = 0;
        _loop.At(due, _ => Start(user));
    }

    private void Start(User user)
    {
        try
        {
            _loop.Connect(_balancer, user, this);
        }
        catch (SocketException)
        {
            TryLater(user, TimeSpan.FromSeconds(1));
        }
    }

    private void OnBack(Connection connection, long now)
    {
        var user = connection.User.Index;
        var roamer = _roamers[user];
        Absences.Record(now - roamer.LeftAt);
        (roamer.Since, roamer.Attempts, roamer.NotBefore) = (now, 0, 0);
        Away--;
        Connections[user] = connection;
        connection.Events = _exchange;
        if (Conversation(user) is not { } conversation)
            return;
        conversation.Replace(connection);
        if (conversation.Sender != connection)
            return;
        conversation.IsHeld = false;
        _exchange.SendAllAgain(conversation, now);
        Returned?.Invoke(conversation, now);
    }

    private Conversation? Conversation(int user) => user < Conversations.Length ? Conversations[user] : null;

    private static long Delay(ReadOnlySpan<byte> json) => (JsonField.Number(json, "\"delay_ms\""u8) ?? 0) * Clock.Millisecond;

    private sealed class Roamer
    {
        public long Since;
        public long LeftAt;
        public long NotBefore;
        public int Attempts;
    }
}
