using Akka.Actor;

namespace Chat.Node.Bootstrap;

/// <summary>
/// Forms a cluster, or joins one, where <c>akka.extensions</c> names this class, as it does once discovery is configured; the official package
/// takes its place there (docs/bootstrap.md).
/// </summary>
public sealed class ClusterBootstrapProvider : ExtensionIdProvider<ClusterBootstrap>
{
    public override ClusterBootstrap CreateExtension(ExtendedActorSystem system) => new(system);
}
