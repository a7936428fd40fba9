using Akka.Actor;
using Chat.Node.Health;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Chat.Node.Management.Metrics;

internal static class MetricsHosting
{
    // Up to what a send may take (10 s), fine where sends and commits are: below a millisecond, and at the bound of 500 ms.
    private static readonly double[] Seconds =
        [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    private static readonly double[] Bytes = [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304];
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <summary>All meters of ours, of the runtime, of Kestrel and of the database's driver, for <c>/metrics</c>.</summary>
    public static void AddChatMetrics(this IHostApplicationBuilder builder) => builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
        .AddMeter("Chat.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting", "Npgsql")
        .AddView(instrument => instrument.Meter.Name.StartsWith("Chat.", StringComparison.Ordinal) && instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = instrument.Unit switch { "s" => Seconds, "By" => Bytes, _ => Counts } }
            : null)
        .ConfigureResource(resource => resource.AddService("chat"))
        .AddPrometheusExporter()
        .Build());

    /// <summary>Starts to tell what the node is in its cluster.</summary>
    public static void StartClusterMetrics(this ActorSystem system, IServiceProvider services)
    {
        var metrics = new ClusterMetrics(Akka.Cluster.Cluster.Get(system), services.GetRequiredService<IReadiness>());
        system.RegisterOnTermination(metrics.Dispose);
        system.ActorOf(ShardCounts.Props(metrics), "shard-counts");
    }
}
