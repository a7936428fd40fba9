using System.Net;
using System.Text;
using Chat.Node.Configuration;
using Chat.Node.Tests.Connections.Harness;

namespace Chat.Node.Tests.Connections;

public sealed class HandshakeTests
{
    private const string Good = RawClient.Upgrade;

    [Fact]
    public async Task An_upgrade_is_accepted_with_the_key_of_the_standard()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.WriteAsync(Good + "Sec-WebSocket-Protocol: other, chat.v1\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
        var head = await client.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Protocol: chat.v1\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Extensions", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subprotocol_is_not_spoken_unless_it_was_offered()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.WriteAsync(Good + "\r\n");
        Assert.DoesNotContain("Sec-WebSocket-Protocol", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_library_agrees_on_the_subprotocol()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await TestSocket.ConnectAsync(host.Port, options => options.AddSubProtocol("chat.v1"));
        Assert.Equal("chat.v1", socket.Subprotocol);
    }

    [Fact]
    public async Task A_head_that_comes_byte_by_byte_is_accepted()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        foreach (var c in Good + "\r\n")
            await client.WriteAsync(c.ToString());
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, int> Bad => new()
    {
        { "folded line", Good + " folded\r\n\r\n", 400 },
        { "bare line feed", Good.Replace("Upgrade: websocket\r\n", "Upgrade: websocket\n", StringComparison.Ordinal) + "\r\n", 400 },
        { "bare line feeds only", Good.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n", 400 },
        { "bare carriage return", Good + "X: a\rb\r\n\r\n", 400 },
        { "NUL in a value", Good + "X: a\0b\r\n\r\n", 400 },
        { "two hosts", Good + "Host: other\r\n\r\n", 400 },
        { "no host", Good.Replace("Host: chat.example\r\n", "", StringComparison.Ordinal) + "\r\n", 400 },
        { "two keys", Good + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", 400 },
        { "short key", Good.Replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==", StringComparison.Ordinal) + "\r\n", 400 },
        { "key that is no base64", Good.Replace("dGhlIHNhbXBsZSBub25jZQ==", "!!!!IHNhbXBsZSBub25jZQ==", StringComparison.Ordinal) + "\r\n", 400 },
        { "space before the colon", Good + "X : a\r\n\r\n", 400 },
        { "no colon", Good + "X\r\n\r\n", 400 },
        { "a body", Good + "Content-Length: 5\r\n\r\nhello", 400 },
        { "a chunked body", Good + "Transfer-Encoding: chunked\r\n\r\n", 400 },
        { "HTTP/1.0", Good.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + "\r\n", 400 },
        { "a space in the target", Good.Replace("/ws ", "/ws?a b ", StringComparison.Ordinal) + "\r\n", 400 },
        { "too long", Good + $"X: {new string('a', 9000)}\r\n\r\n", 400 },
        { "too long, without an end", Good + $"X: {new string('a', 9000)}", 400 },
        { "version 8", Good.Replace("Version: 13", "Version: 8", StringComparison.Ordinal) + "\r\n", 426 },
        { "foreign origin", Good + "Origin: https://evil.example\r\n\r\n", 403 },
        { "no origin at all", Good + "Origin: null\r\n\r\n", 403 },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_request_that_is_not_as_it_must_be_is_refused(string what, string request, int status)
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.WriteAsync(request);
        var head = await client.ReadHeadAsync();
        Assert.True(head.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what}: {head}");
        Assert.Equal(status == 426, head.Contains("Sec-WebSocket-Version: 13\r\n", StringComparison.Ordinal));
        Assert.True(await client.EndsAsync());
    }

    [Theory]
    [InlineData("https://chat.example")]
    [InlineData("http://CHAT.example:80")]
    [InlineData("https://app.example")]
    [InlineData("https://public.example")]
    public async Task Pages_of_the_node_and_of_configured_origins_may_connect(string origin)
    {
        await using var host = await EdgeHost.StartAsync(
            http: new HttpSettings { AllowedOrigins = ["https://app.example"], PublicUrl = "wss://public.example/ws" });
        using var client = await host.OpenAsync();
        await client.WriteAsync(Good + $"Origin: {origin}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_head_is_waited_for_only_so_long()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.WriteAsync("GET /ws HTTP/1.1\r\nHost: a\r\n");
        var head = client.ReadHeadAsync();
        while (!head.IsCompleted)
        {
            host.Pass(1);
            await Task.Delay(1);
        }

        Assert.StartsWith("HTTP/1.1 400 ", await head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_requests_pass_through_untouched()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("hello", await client.GetStringAsync("/hello"));
            Assert.Equal("not a socket", await client.GetStringAsync("/ws-like"));
            var body = new string('x', 100_000);
            var answer = await client.PostAsync("/echo", new StringContent(body));
            Assert.Equal(body, await answer.Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.UpgradeRequired, (await client.GetAsync("/ws")).StatusCode);
        }
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.WriteAsync(
            "GET /hello HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbodyGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        foreach (var expected in new[] { "hello", "body", "hello" })
            Assert.Equal(expected, await ReadBodyAsync(client));
    }

    [Fact]
    public async Task An_upgrade_after_another_request_on_the_same_connection_works_too()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.WriteAsync("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("hello", await ReadBodyAsync(client));
        await client.UpgradeAsync();
        await client.WriteAsync(RawClient.Text(Frames.Auth("alice")));
        var frame = await client.ReadFrameAsync();
        Assert.Contains("auth_success", Encoding.UTF8.GetString(frame!.Value.Payload), StringComparison.Ordinal);
        await client.WriteAsync(RawClient.Frame(0x88, [0x03, 0xE8]));
        Assert.Equal(1000, await client.ReadCloseAsync());
        Assert.True(await client.EndsAsync());
    }

    [Fact]
    public async Task Frames_that_come_with_the_handshake_are_not_lost()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.WriteAsync([.. Encoding.ASCII.GetBytes(Good + "\r\n"), .. RawClient.Text(Frames.Auth("alice"))]);
        await client.ReadHeadAsync();
        var frame = await client.ReadFrameAsync();
        Assert.Contains("auth_success", Encoding.UTF8.GetString(frame!.Value.Payload), StringComparison.Ordinal);
    }

    private static async Task<string> ReadBodyAsync(RawClient client)
    {
        var head = await client.ReadHeadAsync();
        if (!head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
        {
            var length = head.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.Ordinal))[15..];
            return await client.ReadTextAsync(int.Parse(length));
        }

        var body = "";
        while (true)
        {
            var size = "";
            while (!size.EndsWith("\r\n", StringComparison.Ordinal))
                size += await client.ReadTextAsync(1);
            var length = Convert.ToInt32(size.Trim(), 16);
            body += (await client.ReadTextAsync(length + 2))[..length];
            if (length == 0)
                return body;
        }
    }
}
