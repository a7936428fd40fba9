using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections.WebSockets;

/// <summary>
/// The write path of one socket: whoever finds it idle starts it on the pool, it encodes all that waits and flushes once when nothing
/// does any more. So frames of a burst share one send, writes never overlap, and an idle connection has no parked writer.
/// </summary>
internal sealed class SocketWriter(PipeWriter output, int capacity, ConnectionMetrics metrics) : IThreadPoolWorkItem
{
    // Beyond this a batch is flushed on the way: the kernel can be busy with it meanwhile, and memory stays bounded.
    private const int FlushBytes = 32 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

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

    /// <summary>Never fails: a fault is the owner's to handle.</summary>
    private async Task DrainAsync()
    {
        try
        {
            do
            {
                while (Take(out var batch))
                    await WriteAsync(batch);
                await FlushAsync();
            }
            while (!TryRest());
        }
#pragma warning disable CA1031 // Whatever it is, this connection ends with it, and only this one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Break();
            _owner.OnWriteFault(e);
        }
    }

    private async ValueTask WriteAsync(Batch batch)
    {
        try
        {
            if (batch.Pong is not null)
                FrameWriter.Write(output, Opcode.Pong, batch.Pong);
            for (var i = 0; i < batch.Count; i++)
            {
                Encode(batch.Frames[i]);
                if (output.UnflushedBytes >= FlushBytes)
                    await FlushAsync();
            }

            if (batch.Count > 0)
            {
                metrics.FramesOut(batch.Count);
                _owner.OnWritten(batch.Frames.AsSpan(0, batch.Count));
            }
        }
        finally
        {
            Outbox.Return(batch.Frames);
        }

        if (batch.Ping != 0)
            WritePing(batch.Ping);
        if (batch.Close is { } close)
            FrameWriter.WriteClose(output, close.Code, close.Reason);
    }

    private void Encode(ServerFrame frame)
    {
        var scratch = _scratch ??= new ArrayBufferWriter<byte>(4096);
        scratch.ResetWrittenCount();
        ServerFrameWriter.Write(frame, scratch);
        FrameWriter.Write(output, Opcode.Text, scratch.WrittenSpan);
    }

    private void WritePing(long number)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, number);
        FrameWriter.Write(output, Opcode.Ping, payload);
        _owner.OnPingWritten(number);
    }

    private async ValueTask FlushAsync()
    {
        var flush = output.FlushAsync();
        FlushResult result;
        if (flush.IsCompleted)
        {
            result = await flush;
        }
        else
        {
            _owner.OnBlocked();
            result = await flush;
            _owner.OnUnblocked();
        }

        if (result.IsCompleted)
            throw new IOException("The peer has closed the socket.");
    }

    private bool Take(out Batch batch)
    {
        lock (_sync)
        {
            if (_outbox.Count == 0 && _pong is null && _ping == 0 && _close is null)
            {
                batch = default;
                return false;
            }

            var frames = _outbox.Take(out var count);
            batch = new Batch(frames, count, _pong, _ping, _close);
            (_pong, _ping, _close, _writing) = (null, 0, null, count);
            return true;
        }
    }

    private bool TryRest()
    {
        lock (_sync)
        {
            _writing = 0;
            if (_outbox.Count > 0 || _pong is not null || _ping != 0 || _close is not null)
                return false;
            _draining = false;
            _idle?.Set();
            return true;
        }
    }

    private void Break()
    {
        lock (_sync)
        {
            _outbox.Clear();
            (_pong, _ping, _close, _writing, _ended, _draining) = (null, 0, null, 0, true, false);
            _idle?.Set();
        }
    }

    private readonly record struct Batch(ServerFrame[] Frames, int Count, byte[]? Pong, long Ping, CloseRequest? Close);
}
