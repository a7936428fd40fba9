using System.Net.WebSockets;
using System.Text;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>A client's socket through a balancer.</summary>
internal sealed class Tunnel : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();

    /// <summary>The node at its other end.</summary>
    public string Node { get; private set; } = "";

    public static async Task<Tunnel> OpenAsync(int port)
    {
        var tunnel = new Tunnel();
        await tunnel._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/ws"), CancellationToken.None).WaitAsync(Limit);
        tunnel.Node = await tunnel.ReceiveAsync();
        return tunnel;
    }

    public async Task<string> EchoAsync(string text)
    {
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        return await ReceiveAsync();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[1_024];
        var got = await _socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Limit);
        return Encoding.UTF8.GetString(buffer, 0, got.Count);
    }
}
