using Akka.Actor;
using Akka.Cluster;
using Chat.Node.Health;
using OpenTelemetry.Metrics;

namespace Chat.Node.Management;

/// <summary>What the routes of the management listener answer from.</summary>
/// <param name="Readiness">Null outside of a node.</param>
/// <param name="Metrics">Null outside of a node.</param>
internal sealed record ManagementContext(
    ExtendedActorSystem System, ManagementHttpSettings Settings, IReadiness? Readiness, MeterProvider? Metrics, ILoggerFactory Loggers)
{
    public bool HasCluster => System.Provider is IClusterActorRefProvider;

    public Cluster Cluster => Cluster.Get(System);
}
