using Akka.Cluster;

namespace Chat.Node.Management.Routes;

/// <summary>
/// <c>/alive</c>: 200 while the process works; a cluster that cannot form, or a database that is away, is no reason to restart it.
/// <c>/ready</c>: 200 while the node is a member that is up and nothing stands in the way of its traffic; else 500, as the JVM's
/// Akka Management says it, with the reasons: this listener is for operators.
/// </summary>
internal static class HealthRoutes
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder routes, ManagementContext context)
    {
        routes.MapMethods("/alive", Methods, http => AnswerAsync(http, []));
        routes.MapMethods("/ready", Methods, http => AnswerAsync(http, WhyNotReady(context)));
    }

    private static List<string> WhyNotReady(ManagementContext context)
    {
        var reasons = new List<string>();
        if (!context.HasCluster) reasons.Add("cluster: there is none");
        else if (context.Cluster is var cluster && cluster.SelfMember.Status != MemberStatus.Up)
            reasons.Add($"cluster: this node is {(cluster.SelfMember.Status == MemberStatus.Removed ? "no member" : cluster.SelfMember.Status)}");
        if (context.Readiness is { IsReady: false } readiness)
            reasons.AddRange(readiness.Reasons.Select(reason => $"{reason.Key}: {reason.Value}"));
        return reasons;
    }

    private static Task AnswerAsync(HttpContext http, List<string> reasons)
    {
        http.Response.StatusCode = reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask
            : http.Response.WriteAsync(reasons.Count == 0 ? "OK" : $"Not Healthy: {string.Join("; ", reasons)}", http.RequestAborted);
    }
}
