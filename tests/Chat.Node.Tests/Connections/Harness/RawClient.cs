using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chat.Node.Tests.Connections.Harness;

/// <summary>A client that writes bytes: for everything a well-behaved one would not send.</summary>
internal sealed class RawClient : IDisposable
{
    public const string Upgrade =
        "GET /ws HTTP/1.1\r\nHost: chat.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    private readonly CancellationTokenSource _patience = new(Eventually.Limit);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _received = [];

    public Socket Socket => _socket;

    public static async Task<RawClient> OpenAsync(int port)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(byte[] bytes) => await _socket.SendAsync(bytes, SocketFlags.None, _patience.Token);

    /// <summary>Opens a socket and leaves the rest of what came in the buffer.</summary>
    public async Task UpgradeAsync()
    {
        await WriteAsync(Upgrade + "\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await ReadHeadAsync(), StringComparison.Ordinal);
    }

    public async Task<string> ReadHeadAsync()
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. _received]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _received.RemoveRange(0, end + 4);
                return text[..(end + 4)];
            }

            if (!await FillAsync())
                throw new IOException($"The connection ended within a head: {text}");
        }
    }

    public async Task<string> ReadTextAsync(int length)
    {
        while (_received.Count < length)
        {
            if (!await FillAsync())
                throw new IOException("The connection ended too early.");
        }

        var text = Encoding.UTF8.GetString([.. _received[..length]]);
        _received.RemoveRange(0, length);
        return text;
    }

    /// <summary>A frame from the server: opcode and payload; null at the end of the stream.</summary>
    public async Task<(int Opcode, byte[] Payload)?> ReadFrameAsync()
    {
        if (!await HaveAsync(2))
            return null;
        Assert.Equal(0x80, _received[0] & 0xF0);
        Assert.True(_received[1] < 128, "A server does not mask.");
        var (header, length) = (2, (long)_received[1]);
        if (length == 126 && await HaveAsync(4))
            (header, length) = (4, BinaryPrimitives.ReadUInt16BigEndian([.. _received[2..4]]));
        else if (length == 127 && await HaveAsync(10))
            (header, length) = (10, BinaryPrimitives.ReadInt64BigEndian([.. _received[2..10]]));
        Assert.True(await HaveAsync(header + (int)length));
        var frame = (_received[0] & 0x0F, (byte[])[.. _received[header..(header + (int)length)]]);
        _received.RemoveRange(0, header + (int)length);
        return frame;
    }

    /// <summary>The code of the close frame that comes after any others.</summary>
    public async Task<int> ReadCloseAsync()
    {
        while (await ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode == 8)
                return frame.Payload.Length == 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
        }

        throw new IOException("The connection ended without a close frame.");
    }

    public async Task<bool> EndsAsync()
    {
        try
        {
            while (await FillAsync())
            {
            }
        }
        catch (SocketException)
        {
            // reset: an end as well
        }

        return true;
    }

    public static byte[] Frame(int firstByte, byte[] payload, bool masked = true)
    {
        byte[] mask = [0x37, 0xFA, 0x21, 0x3D];
        var frame = new List<byte> { (byte)firstByte };
        var flag = masked ? 0x80 : 0;
        if (payload.Length < 126)
        {
            frame.Add((byte)(flag | payload.Length));
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame.AddRange([(byte)(flag | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
        }
        else
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
            frame.Add((byte)(flag | 127));
            frame.AddRange(length);
        }

        if (masked)
            frame.AddRange(mask);
        frame.AddRange(payload.Select((b, i) => (byte)(masked ? b ^ mask[i & 3] : b)));
        return [.. frame];
    }

    public static byte[] Text(string text) => Frame(0x81, Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task<bool> HaveAsync(int count)
    {
        while (_received.Count < count)
        {
            if (!await FillAsync())
                return false;
        }

        return true;
    }

    private async Task<bool> FillAsync()
    {
        var buffer = new byte[16 * 1024];
        var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, _patience.Token);
        _received.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }
}
