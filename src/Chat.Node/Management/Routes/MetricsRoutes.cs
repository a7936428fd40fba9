namespace Chat.Node.Management.Routes;

/// <summary><c>GET /metrics</c>: everything that the node counts, in Prometheus' text format; docs/metrics.md.</summary>
internal static class MetricsRoutes
{
    public static void Map(IEndpointRouteBuilder routes, ManagementContext context)
    {
        if (context.Metrics is { } metrics)
            routes.MapPrometheusScrapingEndpoint("/metrics", metrics, configureBranchedPipeline: null, optionsName: null);
    }
}
