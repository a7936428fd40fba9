using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Chat.Bench.Roofs;

/// <summary>
/// The roof of the edge: Kestrel and the contract's frames, and nothing else. No actors, no storage, no check of a token: an ack
/// promises nothing here. It receives through the framework's WebSocket and writes whole frames itself, many at a time, as the fastest
/// server on Kestrel could.
/// </summary>
internal static class Relay
{
    public static void Run(int port, RelayFault fault)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1)); // nothing here is worth waiting for
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var room = new RelayRoom(fault);
        app.Run(context => Serve(context, room));
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening on {app.Urls.First()}"));
        app.Run();
    }

    private static async Task Serve(HttpContext context, RelayRoom room)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true })
        {
            if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == "/api/groups")
            {
                await RelayGroup.Create(context, room);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        headers.SecWebSocketProtocol = "chat.v1";
        await using var stream = await upgrade.UpgradeAsync();
        using var socket = WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var connection = new RelayConnection(stream, room);
        try
        {
            await connection.Receive(socket, context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            // The client is gone, which ends every connection sooner or later.
        }
        finally
        {
            room.Leave(connection);
        }
    }

    // RFC 6455, section 4.2.2; the hash is the protocol's choice and no matter of security.
#pragma warning disable CA5350
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
