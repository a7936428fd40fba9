using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Chat.Protocol.Entities;

namespace Chat.Node.Tests.Connections.Harness;

/// <summary>A client over the runtime's own WebSocket, which checks what the server writes.</summary>
internal sealed class TestSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(Eventually.Limit);

    private TestSocket()
    {
    }

    public ConnectionAddress Address { get; set; }

    public string? Subprotocol => _socket.SubProtocol;

    public static async Task<TestSocket> ConnectAsync(int port, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new TestSocket();
        socket._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(socket._socket.Options);
        await socket._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/ws"), socket._patience.Token);
        return socket;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool end = true) => _socket.SendAsync(bytes, type, end, _patience.Token);

    public async Task<JsonElement> ReceiveAsync()
    {
        var text = await ReceiveTextAsync();
        if (text is null)
            throw new InvalidOperationException($"The socket was closed with {(int?)_socket.CloseStatus}.");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The next frame, which must be of this type.</summary>
    public async Task<JsonElement> ExpectAsync(string type)
    {
        var frame = await ReceiveAsync();
        Assert.Equal(type, frame.GetProperty("type").GetString());
        return frame;
    }

    public async Task<JsonElement> ExpectErrorAsync(string code)
    {
        var frame = await ExpectAsync("error");
        Assert.Equal(code, frame.GetProperty("payload").GetProperty("code").GetString());
        return frame;
    }

    /// <summary>Reads until the server closes, answers, and returns its code.</summary>
    public async Task<int> ExpectCloseAsync()
    {
        while (await ReceiveTextAsync() is not null)
        {
        }

        if (_socket.State == WebSocketState.CloseReceived)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        return (int)_socket.CloseStatus!;
    }

    public Task CloseAsync(int code = 1000) => _socket.CloseAsync((WebSocketCloseStatus)code, "bye", _patience.Token);

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task<string?> ReceiveTextAsync()
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), _patience.Token);
            if (result.MessageType == WebSocketMessageType.Close)
                return null;
            length += result.Count;
            if (result.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
