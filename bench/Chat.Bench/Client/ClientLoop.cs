using System.Net;

namespace Chat.Bench.Client;

/// <summary>
/// One thread, all connections, all timers. Workloads are straight-line code that lets the loop run: no locks, no tasks, and every
/// check of what was received happens on the thread that received it.
/// </summary>
internal sealed class ClientLoop : IDisposable
{
    // Holds what a burst of 16 frames to one socket can be, many times over; shared, since only one socket is read at a time.
    private const int ReceiveBytes = 256 * 1024;
    private const int BufferBytes = 16 * 1024;

    private readonly Epoll _epoll = new();
    private readonly List<Connection?> _connections = [];
    private readonly Stack<byte[]> _buffers = new();
    private readonly PriorityQueue<Action<long>, long> _timers = new();

    internal byte[] ReceiveBuffer { get; } = new byte[ReceiveBytes];

    /// <summary>Connects (over loopback this returns at once) and hands the socket to the loop.</summary>
    public Connection Connect(IPEndPoint endPoint, User user, IConnectionEvents events)
    {
        // Ids are never reused: an event still queued for a closed socket then finds nobody.
        var connection = new Connection(this, _connections.Count, user, events);
        _connections.Add(connection);
        connection.Open(endPoint);
        return connection;
    }

    /// <summary>Runs <paramref name="action"/> on the loop when the clock reaches <paramref name="due"/>.</summary>
    public void At(long due, Action<long> action) => _timers.Enqueue(action, due);

    public void After(TimeSpan delay, Action<long> action) => At(Clock.Now + Clock.Nanoseconds(delay), action);

    public void RunFor(TimeSpan span) => RunUntil(static () => false, span);

    /// <summary>Serves sockets and timers until the condition holds; false when the time limit came first.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        var end = Clock.Now + Clock.Nanoseconds(limit);
        while (true)
        {
            var now = Clock.Now;
            while (_timers.TryPeek(out var action, out var due) && due <= now)
            {
                _timers.Dequeue();
                action(now);
            }

            if (done())
                return true;
            if (now >= end)
                return false;

            var wake = _timers.TryPeek(out _, out var next) ? Math.Min(next, end) : end;
            var ready = _epoll.Wait(wake - Clock.Now);
            for (var i = 0; i < ready; i++)
                _connections[_epoll.Id(i)]?.Ready(_epoll.Events(i));
        }
    }

    internal void Watch(Connection connection, int socket) => _epoll.Watch(socket, connection.Id, Epoll.In);

    internal void WatchWrites(Connection connection, int socket, bool writes) =>
        _epoll.Rewatch(socket, connection.Id, writes ? Epoll.In | Epoll.Out : Epoll.In);

    internal void Forget(Connection connection) => _connections[connection.Id] = null;

    internal byte[] RentBuffer(int atLeast) =>
        atLeast > BufferBytes ? new byte[atLeast] : _buffers.TryPop(out var buffer) ? buffer : new byte[BufferBytes];

    internal void ReturnBuffer(byte[] buffer)
    {
        if (buffer.Length == BufferBytes)
            _buffers.Push(buffer);
    }

    public void Dispose()
    {
        foreach (var connection in _connections.ToArray()) // dropping one changes the list
            connection?.Drop();
        _epoll.Dispose();
    }
}
