using Chat.Node.Configuration;

namespace Chat.Node.Connections.Rest;

/// <summary><c>GET /api/connect</c>: where sockets are accepted, and how often a client should say that it is there.</summary>
internal static class ConnectEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ChatSettings settings) => routes.MapGet("/api/connect", (HttpContext http) =>
    {
        var url = settings.Http.PublicUrl ?? $"{(http.Request.IsHttps ? "wss" : "ws")}://{http.Request.Host}/ws";
        return Results.Json(
            new ConnectAdvice([url], (long)settings.Limits.HeartbeatInterval.TotalMilliseconds), MessageJson.Default.ConnectAdvice);
    });
}
