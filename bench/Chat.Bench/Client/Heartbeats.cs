namespace Chat.Bench.Client;

/// <summary>Sends every connection's heartbeat once an interval, spread evenly, from one timer.</summary>
internal sealed class Heartbeats
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly ClientLoop _loop;
    private readonly Connection[] _connections;
    private readonly double _perNanosecond;
    private readonly long _start = Clock.Now;
    private long _sent;

    private Heartbeats(ClientLoop loop, Connection[] connections, TimeSpan interval)
    {
        (_loop, _connections) = (loop, connections);
        _perNanosecond = connections.Length / (double)Clock.Nanoseconds(interval);
    }

    public static void Start(ClientLoop loop, Connection[] connections, TimeSpan interval) =>
        new Heartbeats(loop, connections, interval).Beat(Clock.Now);

    private void Beat(long now)
    {
        var due = (long)((now - _start) * _perNanosecond);
        var frame = due > _sent ? ClientFrames.Heartbeat() : null;
        for (; _sent < due; _sent++)
        {
            var connection = _connections[_sent % _connections.Length];
            if (!connection.IsOpen)
                continue;
            connection.SendText(frame);
            connection.Flush();
        }

        _loop.After(Tick, Beat);
    }
}
