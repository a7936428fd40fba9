using Chat.Node.Management.Routes;

namespace Chat.Node.Management;

/// <summary>A web application of its own, beside the public one: neither can come to serve a route of the other.</summary>
internal static class ManagementListener
{
    private static readonly (string Name, Action<IEndpointRouteBuilder, ManagementContext> Map)[] Routes =
    [
        ("cluster-bootstrap", SeedNodeRoutes.Map),
        ("remote-address", AddressRoutes.Map),
        ("cluster-members", MemberRoutes.Map),
        ("cluster-shards", ShardRoutes.Map),
        ("health", HealthRoutes.Map),
        ("metrics", MetricsRoutes.Map),
    ];

    public static WebApplication Build(ManagementContext context)
    {
        var settings = context.Settings;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(context.Loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (settings.Bind is null) kestrel.ListenAnyIP(settings.BindPort);
            else kestrel.Listen(settings.Bind, settings.BindPort);
        });
        var app = builder.Build();
        var routes = app.MapGroup(settings.BasePath);
        foreach (var (name, map) in Routes)
            if (!settings.Off.Contains(name)) map(routes, context);
        return app;
    }

    /// <summary>SIGTERM is for the node; it stops its management when its time has come.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
