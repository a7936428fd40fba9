using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>What a balancer sees of a node: health, sockets, requests. A socket says which node it is, and then gives back what it is told.</summary>
internal sealed class StandInNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _sockets;

    private StandInNode(WebApplication app, IPAddress address) => (_app, Address) = (app, address);

    public IPAddress Address { get; }

    public string Name => Address.ToString();

    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>No room for further sockets: says so when asked, and accepts those that come all the same.</summary>
    public bool IsFull { get; set; }

    /// <summary>On its way out: not healthy in any respect, and refuses sockets.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Upgrade requests that it has seen, accepted or not.</summary>
    public int Upgrades { get; private set; }

    public static async Task<StandInNode> StartAsync(IPAddress address, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, port));
        var app = builder.Build();
        var node = new StandInNode(app, address);
        app.UseWebSockets();
        app.MapGet("/health", (HttpRequest request) => Results.StatusCode(node.IsDraining || (node.IsFull && request.Query["of"] == "sockets") ? 503 : 200));
        app.MapGet("/api/who", () => node.Name);
        app.MapGet("/api/forwarded", (HttpRequest request) => request.Headers["X-Forwarded-For"].ToString());
        app.MapGet("/ws", node.SocketAsync);
        await app.StartAsync();
        return node;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task SocketAsync(HttpContext http)
    {
        Upgrades++;
        if (IsDraining)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        Interlocked.Increment(ref _sockets);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(Name), WebSocketMessageType.Text, true, http.RequestAborted);
            var buffer = new byte[1_024];
            while (await socket.ReceiveAsync(buffer, http.RequestAborted) is { MessageType: not WebSocketMessageType.Close } got)
                await socket.SendAsync(buffer.AsMemory(0, got.Count), WebSocketMessageType.Text, true, http.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // its client went away
        }
        finally
        {
            Interlocked.Decrement(ref _sockets);
        }
    }
}
