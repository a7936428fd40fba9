using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Chat.Faults.Tests.Processes;

namespace Chat.Faults.Tests.Traffic;

/// <summary>One WebSocket of a phone: frames out through a bounded queue, frames in as JSON.</summary>
internal sealed class PhoneSocket : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<byte[]> _out = Channel.CreateBounded<byte[]>(1024);
    private readonly byte[] _buffer = new byte[16_384];
    private Task _writing = Task.CompletedTask;

    /// <summary>The node that the balancer has chosen.</summary>
    public string Node { get; private set; } = "?";

    public int? CloseCode => (int?)_socket.CloseStatus;

    public static async Task<PhoneSocket> ConnectAsync(Uri address)
    {
        var socket = new PhoneSocket();
        try
        {
            socket._socket.Options.CollectHttpResponseDetails = true;
            using var limit = new CancellationTokenSource(ConnectLimit);
            await socket._socket.ConnectAsync(address, limit.Token);
            if (socket._socket.HttpResponseHeaders?.TryGetValue(Balancer.NodeHeader, out var node) == true) socket.Node = node.First();
            socket._socket.HttpResponseHeaders = null;
            socket._writing = socket.WriteAsync();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Send(object frame) => Send(JsonSerializer.SerializeToUtf8Bytes(frame));

    /// <summary>A socket that does not take what it is given is given up.</summary>
    public void Send(byte[] frame)
    {
        if (!_out.Writer.TryWrite(frame)) Abort();
    }

    /// <summary>The next frame; null when the connection has ended.</summary>
    public async Task<JsonNode?> ReadAsync()
    {
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(_buffer, CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived)
                    {
                        _out.Writer.TryComplete();
                        await _writing;
                        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    }

                    return null;
                }

                message.Write(_buffer, 0, result.Count);
                if (result.EndOfMessage) return JsonNode.Parse(message.ToArray());
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>A goodbye, after everything written before; reading then ends with the answer.</summary>
    public async Task CloseAsync()
    {
        _out.Writer.TryComplete();
        await _writing;
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // it has ended meanwhile
        }
    }

    /// <summary>As when the network goes.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _out.Writer.TryComplete();
        _socket.Abort();
        _socket.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var frame in _out.Reader.ReadAllAsync())
                await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // reading notices, too
        }
    }
}
