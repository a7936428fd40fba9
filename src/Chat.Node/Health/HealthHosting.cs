using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat.Node.Health;

internal static class HealthHosting
{
    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadiness, Readiness>();
        builder.Services.AddHostedService<DatabaseWatch>();
        builder.Services.AddHostedService<JournalWatch>();
        builder.Services.AddHostedService<SlotWatch>();
    }

    /// <summary>
    /// <c>GET /health</c>: 200 while the node may take traffic, 503 while it may not. <c>?of=sockets</c> is 503 also while new sockets are better off
    /// elsewhere: for the balancer's pool of sockets, which goes by it without taking the node's requests away.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/health", ["GET", "HEAD"], async (HttpContext http, IReadiness readiness) =>
        {
            var reasons = readiness.Reasons;
            var ready = http.Request.Query["of"] == "sockets" ? readiness.TakesSockets : readiness.IsReady;
            http.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            http.Response.ContentType = "application/json";
            http.Response.Headers.CacheControl = "no-store";
            // Names only: details may hold addresses, and this listener is public.
            var body = new HealthAnswer(!readiness.IsReady ? "not_ready" : !ready ? "no_room" : reasons.Count == 0 ? "ready" : "impaired", [.. reasons.Keys]);
            if (!HttpMethods.IsHead(http.Request.Method))
                await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, HealthJson.Default.HealthAnswer), http.RequestAborted);
        });
}

/// <param name="Status"><c>impaired</c>: what is named does not work, for some users; it is no reason to take the node out of service.</param>
/// <param name="Reasons">What stands in the way; see <see cref="ReadinessNames"/>.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<string> Reasons);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
