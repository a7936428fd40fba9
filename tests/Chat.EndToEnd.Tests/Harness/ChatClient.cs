using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Chat.EndToEnd.Tests.Harness;

/// <summary>A client as the protocol document describes one: JSON over a WebSocket, and nothing that only the server knows.</summary>
internal sealed class ChatClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonNode> _frames = Channel.CreateUnbounded<JsonNode>();
    private readonly List<JsonNode> _unclaimed = [];
    private Task _reading = Task.CompletedTask;

    public JsonNode AuthSuccess { get; private set; } = new JsonObject();

    public WebSocketCloseStatus? CloseCode => _socket.CloseStatus;

    /// <summary>Completes when the server has closed, or the connection has broken.</summary>
    public Task Closed => _reading;

    public static async Task<ChatClient> ConnectAsync(Uri address)
    {
        var client = new ChatClient();
        await client._socket.ConnectAsync(address, CancellationToken.None).WaitAsync(Limit);
        client._reading = client.ReadAsync();
        return client;
    }

    public static Task<ChatClient> SignInAsync(
        IChatNode node, string userId, string device = "phone", bool sync = false, object? resume = null) =>
        SignInAsync(node.WebSocketAddress, userId, device, sync, resume);

    public static async Task<ChatClient> SignInAsync(
        Uri address, string userId, string device = "phone", bool sync = false, object? resume = null)
    {
        var client = await ConnectAsync(address);
        await client.SendAsync(new
        {
            type = "auth",
            payload = new
            {
                user_id = userId, auth_token = TestTokens.For(userId), device_id = device, platform = "test", app_version = "1",
                capabilities = sync ? new[] { "sync" } : [], resume,
            },
        });
        client.AuthSuccess = await client.ExpectAsync("auth_success");
        return client;
    }

    public Task SendAsync(object frame) => SendTextAsync(JsonSerializer.Serialize(frame));

    public Task SendTextAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text));

    public Task SendBytesAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None);

    public Task SendMessageAsync(string receiver, string clientMessageId, string content, string? replyTo = null) => SendAsync(new
    {
        type = "message",
        client_message_id = clientMessageId,
        payload = new { receiver_id = receiver, content, media_url = (string?)null, reply_to = replyTo, timestamp = 1_700_000_000_000 },
    });

    public Task SendToGroupAsync(string group, string clientMessageId, string content) => SendAsync(new
    {
        type = "group_message",
        client_message_id = clientMessageId,
        payload = new { group_id = group, content, media_url = (string?)null, timestamp = 1_700_000_000_000 },
    });

    public Task AcknowledgeAsync(string messageId) => SendAsync(new { type = "delivery_ack", message_id = messageId, timestamp = 1_700_000_000_000 });

    /// <summary>The next frame of the type; others stay for later calls. Null where the connection ends first.</summary>
    public async Task<JsonNode> ExpectAsync(string type, Func<JsonNode, bool>? which = null, TimeSpan? limit = null)
    {
        bool Matches(JsonNode frame) => (string?)frame["type"] == type && (which is null || which(frame));
        var index = _unclaimed.FindIndex(Matches);
        if (index >= 0)
        {
            var frame = _unclaimed[index];
            _unclaimed.RemoveAt(index);
            return frame;
        }

        using var timeout = new CancellationTokenSource(limit ?? Limit);
        try
        {
            while (true)
            {
                var frame = await _frames.Reader.ReadAsync(timeout.Token);
                if (Matches(frame)) return frame;
                _unclaimed.Add(frame);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException(
                $"No {type} came (close code {(int?)CloseCode}). Came: {string.Join('\n', _unclaimed.TakeLast(20).Select(f => f.ToJsonString()))}", e);
        }
    }

    /// <summary>Any next frame, or null when the connection has ended.</summary>
    public async Task<JsonNode?> NextAsync(CancellationToken cancellation)
    {
        if (_unclaimed.Count > 0)
        {
            var frame = _unclaimed[0];
            _unclaimed.RemoveAt(0);
            return frame;
        }

        try
        {
            return await _frames.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    public async Task CloseAsync()
    {
        if (_socket.State == WebSocketState.Open)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _reading.WaitAsync(Limit);
    }

    /// <summary>As when the network goes: no close handshake.</summary>
    public void Abort() => _socket.Abort();

    private async Task ReadAsync()
    {
        var buffer = new byte[16_384];
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close) break;
                message.Write(buffer, 0, result.Count);
                if (!result.EndOfMessage) continue;
                _frames.Writer.TryWrite(JsonNode.Parse(message.ToArray())!);
                message.SetLength(0);
            }

            if (_socket.State == WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // the connection broke: what a client sees of a killed node
        }
        finally
        {
            _frames.Writer.TryComplete();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }
}
