using System.Net;
using System.Net.Sockets;
using System.Text;
using Chat.Node.Configuration;
using Chat.Node.Health;

namespace Chat.Node.Tests.Health;

/// <summary>The health check of a container: what it asks, and when it is content.</summary>
public sealed class HealthVerbTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("*", "http://127.0.0.1:8080/health")]
    [InlineData("0.0.0.0", "http://127.0.0.1:8080/health")]
    [InlineData("localhost", "http://127.0.0.1:8080/health")]
    [InlineData("10.1.2.3", "http://10.1.2.3:8080/health")]
    [InlineData("::", "http://[::1]:8080/health")]
    [InlineData("fd00::5", "http://[fd00::5]:8080/health")]
    public void It_asks_where_the_node_listens(string host, string address) =>
        Assert.Equal(address, HealthVerb.AddressOf(new HttpSettings { Host = host }).ToString());

    [Fact]
    public void A_port_that_only_the_node_knows_is_a_mistake() =>
        Assert.Contains("Chat__Http__Port", Assert.Throws<SettingsException>(() => HealthVerb.AddressOf(new HttpSettings { Port = 0 })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task It_is_content_with_200_and_with_nothing_else()
    {
        await AskAsync("HTTP/1.1 200 OK", Patience);
        var draining = await Assert.ThrowsAsync<UnhealthyException>(() => AskAsync("HTTP/1.1 503 Service Unavailable", Patience));
        Assert.Contains("503 {\"status\":\"said\"}", draining.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnhealthyException>(() => AskAsync("HTTP/1.1 204 No Content", Patience));
    }

    [Fact]
    public async Task A_node_that_does_not_listen_or_does_not_answer_is_not_healthy()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}/health");
        var silent = await Assert.ThrowsAsync<UnhealthyException>(() => HealthVerb.AskAsync(address, TimeSpan.FromMilliseconds(200)));
        Assert.Contains("no answer within 0.2 s", silent.Message, StringComparison.Ordinal);
        listener.Stop();
        await Assert.ThrowsAsync<UnhealthyException>(() => HealthVerb.AskAsync(address, Patience));
    }

    /// <summary>Against a listener that answers once with the given status line.</summary>
    private static async Task AskAsync(string statusLine, TimeSpan patience)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asking = HealthVerb.AskAsync(new Uri($"http://{listener.LocalEndpoint}/health"), patience);
        using var client = await listener.AcceptTcpClientAsync().WaitAsync(patience);
        var request = new StringBuilder();
        var buffer = new byte[1_024];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer)));
        Assert.StartsWith("GET /health HTTP/1.1\r\n", request.ToString(), StringComparison.Ordinal);
        const string body = "{\"status\":\"said\"}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            statusLine.Contains("204", StringComparison.Ordinal) ? $"{statusLine}\r\n\r\n" : $"{statusLine}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        await asking;
    }
}
