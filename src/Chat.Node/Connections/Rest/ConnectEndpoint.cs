using Chat.Node.Configuration;
using Chat.Node.Nodes;

namespace Chat.Node.Connections.Rest;

/// <summary>
/// <c>GET /api/connect?region=</c>: where sockets are accepted, best first, and how often a client should say that it is there. A client tries
/// the addresses in turn; without a region it is taken to be where this node stands.
/// </summary>
internal static class ConnectEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ChatSettings settings, SocketAdvice advice) => routes.MapGet("/api/connect", (HttpContext http, string? region) =>
    {
        var urls = advice.Urls(region, $"{(http.Request.IsHttps ? "wss" : "ws")}://{http.Request.Host}/ws");
        return Results.Json(
            new ConnectAdvice(urls, (long)settings.Limits.HeartbeatInterval.TotalMilliseconds), MessageJson.Default.ConnectAdvice);
    });
}
