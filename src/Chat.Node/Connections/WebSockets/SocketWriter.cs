using System.IO.Pipelines;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections.WebSockets;

/// <summary>
/// The write path of one socket: whoever finds it idle starts it on the pool, it encodes all that waits and flushes once when nothing
/// does any more. So frames of a burst share one send, writes never overlap, and an idle connection has no parked writer.
/// </summary>
internal sealed partial class SocketWriter(PipeWriter output, int capacity, ConnectionMetrics metrics) : IThreadPoolWorkItem
{
    private readonly Lock _sync = new();
    private ISocketWriterOwner _owner = null!;
    private Outbox _outbox;
    private byte[]? _pong;
    private CloseRequest? _close;
    private Signal? _idle;
    private long _ping;
    private int _writing;
    private bool _draining;
    private bool _ended;

    /// <summary>Frames that are not flushed yet.</summary>
    public int Backlog
    {
        get
        {
            lock (_sync)
                return _outbox.Count + _writing;
        }
    }

    public void Start(ISocketWriterOwner owner) => _owner = owner;

    /// <summary>False: there is no room. A frame after the close is dropped, as if it had been lost on the way.</summary>
    public bool TryAdd(ServerFrame frame)
    {
        lock (_sync)
        {
            if (_ended)
                return true;
            if (_outbox.Count + _writing >= capacity)
                return false;
            _outbox.Add(frame);
            Wake();
            return true;
        }
    }

    /// <summary>For frames that nobody misses: false where the outbox is more than half full, and they are dropped.</summary>
    public bool TryAddEphemeral(ServerFrame frame)
    {
        lock (_sync)
        {
            if (_ended || _outbox.Count + _writing > capacity / 2)
                return false;
            _outbox.Add(frame);
            Wake();
            return true;
        }
    }

    /// <summary>The same for a change of presence, which joins others that are waiting.</summary>
    public bool TryAddPresence(UserPresence presence, long timestamp)
    {
        lock (_sync)
        {
            if (_ended || _outbox.Count + _writing > capacity / 2)
                return false;
            if (_outbox.AddPresence(presence, timestamp))
                Wake();
            return true;
        }
    }

    /// <summary>Of several pings that were not answered yet, the last is (RFC 6455, 5.5.3).</summary>
    public void Pong(byte[] payload)
    {
        lock (_sync)
        {
            _pong = payload;
            Wake();
        }
    }

    /// <summary>Sends a ping that carries the number, behind all frames that wait.</summary>
    public void Ping(long number)
    {
        lock (_sync)
        {
            _ping = number;
            Wake();
        }
    }

    /// <summary>The last thing that is written; only the first call counts.</summary>
    /// <param name="atOnce">Without the frames that wait, since nobody reads them.</param>
    public void Close(int code, string reason, bool atOnce)
    {
        lock (_sync)
        {
            if (_ended)
                return;
            if (atOnce)
                _outbox.Clear();
            _close = new CloseRequest(code, reason);
            _ended = true;
            Wake();
        }
    }

    /// <summary>Writes nothing any more, and completes when nothing is being written. The socket must be closing, or this may wait for it.</summary>
    public Task EndAsync()
    {
        lock (_sync)
        {
            _ended = true;
            if (!_draining)
            {
                _outbox.Clear();
                return Task.CompletedTask;
            }

            _idle ??= new Signal();
            return _idle.WaitAsync();
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = DrainAsync();

    private void Wake()
    {
        if (_draining)
            return;
        _draining = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
