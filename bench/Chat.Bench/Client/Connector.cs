using System.Net;
using System.Text;
using Chat.Bench.Measurement;

namespace Chat.Bench.Client;

/// <summary>
/// Connects and authenticates many users with a bounded number under way, then hands each connection to the workload. The bound stays
/// under Kestrel's accept backlog of 512, above which the kernel drops a SYN and a second is lost. Who is told to come back later
/// does so, and his waiting counts.
/// </summary>
internal sealed class Connector(ClientLoop loop, IPEndPoint endPoint, int concurrency = 200, bool sync = false) : IConnectionEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(4711);
    private string? _refusal;
    private string? _lastRetry;
    private long[] _started = [];
    private IConnectionEvents _then = Silence.Instance;
    private User[] _users = [];
    private Connection[] _connections = [];
    private Latencies? _times;
    private int _next;
    private int _ready;

    /// <summary>Where each user connects to, at random but the same in every run.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; init; } = [endPoint];

    /// <summary>As announced in auth_success; 25 s where a server announces nothing.</summary>
    public TimeSpan HeartbeatInterval { get; private set; } = TimeSpan.FromSeconds(25);

    /// <summary>Unacknowledged sends that the server allows per connection.</summary>
    public int InFlightLimit { get; private set; } = 64;

    /// <summary>Where the devices stopped, as JSON; null for those that remember nothing.</summary>
    public string? Resume { get; init; }

    /// <summary>Connects that were refused or lost and tried again.</summary>
    public int Retries { get; private set; }

    /// <summary>Returns when every user has its auth_success; the connections are in the users' order.</summary>
    /// <param name="users">Known by their index, from 0.</param>
    /// <param name="then">Told of everything from the auth_success on.</param>
    public Connection[] ConnectAll(User[] users, IConnectionEvents then, Latencies? times = null)
    {
        (_users, _then, _times, _next, _ready) = (users, then, times, 0, 0);
        _connections = new Connection[users.Length];
        _started = new long[users.Length];
        for (var i = 0; i < Math.Min(concurrency, users.Length); i++)
            StartNext();
        var complete = loop.RunUntil(() => _ready == users.Length || _refusal is not null, Patience);
        if (_refusal is not null)
            throw new BenchException($"A connection was refused after {_ready} of {users.Length}: {_refusal}");
        if (!complete)
        {
            throw new BenchException($"Only {_ready} of {users.Length} connections had an auth_success after {Patience.TotalSeconds:0} s, "
                + $"with {Retries} retries{(_lastRetry is null ? "." : $", the last after {_lastRetry}")}");
        }

        return _connections;
    }

    public void OnUpgraded(Connection connection, long now) => connection.SendText(ClientFrames.Auth(connection.User, sync, Resume));

    public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        switch (ServerFrames.TypeOf(json))
        {
            case ServerFrame.AuthSuccess:
                HeartbeatInterval = TimeSpan.FromMilliseconds(JsonField.Number(json, "\"heartbeat_interval_ms\""u8) ?? 25_000);
                InFlightLimit = (int)(JsonField.Number(json, "\"in_flight\""u8) ?? 64);
                connection.Events = _then;
                connection.Events.OnFrame(connection, json, now);
                _times?.Record(now - _started[connection.User.Index]);
                _ready++;
                StartNext();
                break;
            case ServerFrame.Error when JsonField.True(json, "\"retryable\""u8):
                var wait = JsonField.Number(json, "\"retry_after_ms\""u8) ?? (long)Backoff.TotalMilliseconds;
                connection.Drop();
                Retry(connection.User.Index, TimeSpan.FromMilliseconds(wait), Encoding.UTF8.GetString(json));
                break;
            case ServerFrame.Error:
                _refusal ??= Encoding.UTF8.GetString(json);
                break;
        }
    }

    public void OnReadEnd(Connection connection, long now)
    {
    }

    public void OnClosed(Connection connection, string reason) => Retry(connection.User.Index, Backoff, reason);

    private void Retry(int index, TimeSpan wait, string reason)
    {
        Retries++;
        _lastRetry = reason;
        loop.After(wait, _ => Start(index));
    }

    private void StartNext()
    {
        if (_next == _users.Length)
            return;
        var index = _next++;
        _started[index] = Clock.Now;
        Start(index);
    }

    private void Start(int index) => _connections[index] = loop.Connect(EndPoints[_random.Next(EndPoints.Count)], _users[index], this);

    /// <summary>For connections of which nothing is expected until a workload takes them over.</summary>
    private sealed class Silence : IConnectionEvents
    {
        public static readonly Silence Instance = new();

        public void OnUpgraded(Connection connection, long now)
        {
        }

        public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
        {
        }

        public void OnReadEnd(Connection connection, long now)
        {
        }

        public void OnClosed(Connection connection, string reason)
        {
        }
    }
}
