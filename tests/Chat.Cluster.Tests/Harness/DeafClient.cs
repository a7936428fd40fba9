using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.Cluster.Tests.Harness;

/// <summary>A client that has signed in and then neither reads nor answers: a phone in a tunnel, whose connection nobody has given up yet.</summary>
internal sealed class DeafClient : IDisposable
{
    private readonly TcpClient _tcp = new();

    public async Task SignInAsync(IChatNode node, string user)
    {
        var address = node.WebSocketAddress;
        await _tcp.ConnectAsync(address.Host, address.Port);
        var stream = _tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        await UntilAsync(stream, "\r\n\r\n");
        var auth = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "auth",
            payload = new { user_id = user, auth_token = TestTokens.For(user), device_id = "phone", platform = "test", app_version = "1" },
        });
        // A text frame with a mask of zeros, between 126 and 65,535 bytes.
        await stream.WriteAsync((byte[])[0x81, 0x80 | 126, (byte)(auth.Length >> 8), (byte)auth.Length, 0, 0, 0, 0, .. auth]);
        await UntilAsync(stream, "auth_success");
    }

    public void Dispose() => _tcp.Dispose();

    private static async Task UntilAsync(NetworkStream stream, string text)
    {
        var seen = new StringBuilder();
        var buffer = new byte[1024];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.NotEqual(0, read);
            seen.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }
}
