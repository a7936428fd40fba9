using System.Net;
using System.Net.Sockets;
using Chat.Protocol.Admin;

namespace Chat.Admin.Tests;

/// <summary>The other end of a client: answers as the test says.</summary>
internal sealed class FakeNode : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<ClientLine, IEnumerable<ServerLine>> _answer;

    /// <param name="answer">What is said to a line; the hello included.</param>
    public FakeNode(Func<ClientLine, IEnumerable<ServerLine>> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public List<ClientLine> Heard { get; } = [];

    /// <summary>A hello, then one answer to every command.</summary>
    public static FakeNode Answering(params ServerLine[] lines) => new(line =>
        line.Hello is not null ? [new ServerLine { Hello = AdminWire.Version, Node = "akka.tcp://chat@node:1", Palettes = Palettes.Some }]
        : lines.Select(answer => answer with { To = line.Run }));

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            var reader = new LineReader(stream, AdminWire.MaxClientLine);
            while (await reader.ReadAsync(CancellationToken.None) is { } bytes)
            {
                var line = AdminJson.ClientLine(bytes.Span)!;
                Heard.Add(line);
                foreach (var answer in _answer(line))
                    await stream.WriteAsync(AdminJson.ToLine(answer));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }

    public void Dispose() => _listener.Dispose();
}
