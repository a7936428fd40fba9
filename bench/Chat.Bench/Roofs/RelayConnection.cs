using System.Buffers;
using System.Net.WebSockets;
using Chat.Bench.Client;

namespace Chat.Bench.Roofs;

/// <summary>
/// One client of the relay. Its out-buffer collects frames from anywhere; whoever finished a burst of reading lets the touched
/// connections write, so that a burst leaves in one send. Idle it holds no buffer.
/// </summary>
internal sealed class RelayConnection(Stream stream, RelayRoom room)
{
    private const int ReadBytes = 4096;

    private readonly Lock _gate = new();
    private readonly List<RelayConnection> _touched = [];
    private byte[]? _pending;
    private int _pendingLength;
    private bool _writing;
    private bool _marked;
    private long _sequence;

    public string UserId { get; set; } = "";

    public RelayRoom Room => room;

    public bool HasLeft { get; set; }

    /// <summary>A delivery that a fault keeps until the next one has gone.</summary>
    public byte[]? HeldBack { get; set; }

    public long NextSequence() => Interlocked.Increment(ref _sequence);

    public async Task Receive(WebSocket socket, CancellationToken stop)
    {
        var buffer = Array.Empty<byte>();
        try
        {
            while (true)
            {
                // A zero-byte read waits without holding a buffer.
                var waiting = socket.ReceiveAsync(Memory<byte>.Empty, stop);
                if (!waiting.IsCompleted)
                {
                    FlushTouched();
                    Return(ref buffer);
                }

                if ((await waiting).MessageType == WebSocketMessageType.Close)
                    return;
                if (buffer.Length == 0)
                    buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
                var length = 0;
                while (true)
                {
                    var read = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                    if (read.MessageType == WebSocketMessageType.Close)
                        return;
                    length += read.Count;
                    if (read.EndOfMessage)
                        break;
                    Grow(ref buffer, length);
                }

                RelayFrames.Handle(this, buffer.AsSpan(0, length));
            }
        }
        finally
        {
            Return(ref buffer);
        }
    }

    /// <summary>Adds a frame to what <paramref name="to"/> is sent when this connection's burst is over.</summary>
    public void Queue(RelayConnection to, ReadOnlySpan<byte> json, byte opcode = WebSocketFrames.Text)
    {
        if (to.Append(json, opcode))
            _touched.Add(to);
    }

    private bool Append(ReadOnlySpan<byte> json, byte opcode)
    {
        lock (_gate)
        {
            var needed = _pendingLength + json.Length + 4;
            if (_pending is null || _pending.Length < needed)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, ReadBytes));
                _pending.AsSpan(0, _pendingLength).CopyTo(larger);
                if (_pending is not null)
                    ArrayPool<byte>.Shared.Return(_pending);
                _pending = larger;
            }

            _pendingLength += RelayWriter.WriteFrame(_pending.AsSpan(_pendingLength), opcode, json);
            var first = !_marked;
            _marked = true;
            return first;
        }
    }

    private void FlushTouched()
    {
        foreach (var connection in _touched)
            connection.Flush();
        _touched.Clear();
    }

    private void Flush()
    {
        lock (_gate)
        {
            _marked = false;
            if (_writing || _pendingLength == 0)
                return; // whoever is writing takes it along
            _writing = true;
        }

        _ = Drain();
    }

    private async Task Drain()
    {
        while (true)
        {
            byte[] taken;
            int length;
            lock (_gate)
            {
                if (_pendingLength == 0)
                {
                    _writing = false;
                    return;
                }

                (taken, length) = (_pending!, _pendingLength);
                (_pending, _pendingLength) = (null, 0);
            }

            try
            {
                await stream.WriteAsync(taken.AsMemory(0, length));
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                return; // gone; _writing stays set, so nobody tries again
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(taken);
            }
        }
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (length < buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        Return(ref buffer);
        buffer = larger;
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
