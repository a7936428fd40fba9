using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chat.Bench.Client;

/// <summary>
/// One WebSocket on a raw non-blocking socket. Idle it holds no buffer: it reads into the loop's buffer, keeps only the tail of an
/// unfinished frame, and what it writes while one read is handled leaves in a single send, as a phone's socket library does it.
/// </summary>
internal sealed class Connection(ClientLoop loop, int id, User user, IConnectionEvents events) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[]? _tail;
    private int _tailLength;
    private byte[]? _out;
    private int _outStart;
    private int _outEnd;
    private bool _waitsForSpace;
    private bool _upgraded;
    private MemoryStream? _fragments;

    public int Id => id;

    public User User => user;

    public bool IsOpen { get; private set; }

    public IConnectionEvents Events { get; set; } = events;

    public void Open(IPEndPoint endPoint)
    {
        _socket.Connect(endPoint);
        _socket.Blocking = false;
        IsOpen = true;
        loop.Watch(this, Handle);
        Write(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: {endPoint}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\nSec-WebSocket-Protocol: chat.v1\r\n\r\n"));
        Flush();
    }

    public void SendText(ReadOnlySpan<byte> json) => SendFrame(WebSocketFrames.Text, json);

    /// <summary>Hands everything written so far to the kernel; what does not fit waits until the socket takes it.</summary>
    public void Flush()
    {
        if (_out is null || !IsOpen)
            return;
        var sent = _socket.Send(_out.AsSpan(_outStart, _outEnd - _outStart), SocketFlags.None, out var error);
        if (error is not SocketError.Success and not SocketError.WouldBlock)
        {
            Fail($"send: {error}");
            return;
        }

        _outStart += error == SocketError.Success ? sent : 0;
        var waits = _outStart < _outEnd;
        if (!waits)
        {
            loop.ReturnBuffer(_out);
            _out = null;
        }

        if (waits != _waitsForSpace)
            loop.WatchWrites(this, Handle, _waitsForSpace = waits);
    }

    /// <summary>Closes the socket without a goodbye, as a phone that lost its network.</summary>
    public void Drop()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        loop.Forget(this);
        _socket.Dispose();
        (_out, _tail) = (null, null);
    }

    public void Dispose() => Drop();

    internal void Ready(uint events)
    {
        if ((events & Epoll.Out) != 0)
            Flush();
        if (IsOpen && (events & ~Epoll.Out) != 0)
            Receive();
    }

    private int Handle => (int)_socket.Handle;

    private void Receive()
    {
        var buffer = loop.ReceiveBuffer;
        _tail.AsSpan(0, _tailLength).CopyTo(buffer);
        var read = _socket.Receive(buffer.AsSpan(_tailLength), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return;
        if (error != SocketError.Success || read == 0)
        {
            Fail(read == 0 ? "the server closed the connection" : $"receive: {error}");
            return;
        }

        var now = Clock.Now;
        var all = buffer.AsSpan(0, _tailLength + read);
        var used = Consume(all, now);
        if (!IsOpen)
            return;
        Keep(all[used..]);
        Events.OnReadEnd(this, now);
        Flush();
    }

    private int Consume(ReadOnlySpan<byte> bytes, long now)
    {
        var used = 0;
        if (!_upgraded)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return 0;
            if (!bytes.StartsWith("HTTP/1.1 101"u8))
            {
                Fail($"no upgrade: {Encoding.ASCII.GetString(bytes[..Math.Min(end, 60)]).ReplaceLineEndings(" ")}");
                return 0;
            }

            _upgraded = true;
            used = end + 4;
            Events.OnUpgraded(this, now);
        }

        while (IsOpen && WebSocketFrames.TryRead(bytes[used..], out var opcode, out var final, out var start, out var length))
        {
            Accept(opcode, final, bytes.Slice(used + start, length), now);
            used += start + length;
        }

        return used;
    }

    private void Accept(byte opcode, bool final, ReadOnlySpan<byte> payload, long now)
    {
        switch (opcode)
        {
            case WebSocketFrames.Text when final:
                Events.OnFrame(this, payload, now);
                break;
            case WebSocketFrames.Text or WebSocketFrames.Continuation:
                (_fragments ??= new MemoryStream()).Write(payload);
                if (!final)
                    break;
                var whole = _fragments;
                _fragments = null;
                Events.OnFrame(this, whole.GetBuffer().AsSpan(0, (int)whole.Length), now);
                break;
            case WebSocketFrames.Ping:
                SendFrame(WebSocketFrames.Pong, payload);
                break;
            case WebSocketFrames.Close:
                var code = payload.Length >= 2 ? (payload[0] << 8) | payload[1] : 1005;
                Fail($"closed with {code} {Encoding.UTF8.GetString(payload.Length > 2 ? payload[2..] : default)}".TrimEnd());
                break;
        }
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.Length == ReceiveLimit)
            throw new InvalidDataException("A frame is larger than the receive buffer.");
        if (_tail is not null && (rest.IsEmpty || _tail.Length < rest.Length))
        {
            loop.ReturnBuffer(_tail);
            _tail = null;
        }

        if (!rest.IsEmpty)
            rest.CopyTo(_tail ??= loop.RentBuffer(rest.Length));
        _tailLength = rest.Length;
    }

    private int ReceiveLimit => loop.ReceiveBuffer.Length;

    private void SendFrame(byte opcode, ReadOnlySpan<byte> payload)
    {
        Reserve(payload.Length + WebSocketFrames.MaxHeader);
        _outEnd += WebSocketFrames.Write(_out.AsSpan(_outEnd), opcode, payload);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_out.AsSpan(_outEnd));
        _outEnd += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_out is null)
        {
            _out = loop.RentBuffer(bytes);
            (_outStart, _outEnd) = (0, 0);
        }
        else if (_out.Length - _outEnd < bytes)
        {
            // The server takes its time: keep the order, and grow rather than wait.
            var pending = _outEnd - _outStart;
            var grown = loop.RentBuffer(Math.Max(pending + bytes, pending * 2));
            _out.AsSpan(_outStart, pending).CopyTo(grown);
            loop.ReturnBuffer(_out);
            (_out, _outStart, _outEnd) = (grown, 0, pending);
        }
    }

    private void Fail(string reason)
    {
        Drop();
        Events.OnClosed(this, reason);
    }
}
