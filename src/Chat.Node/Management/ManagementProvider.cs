using Akka.Actor;

namespace Chat.Node.Management;

/// <summary>
/// Starts the management listener where <c>akka.extensions</c> names this class, as it does by default; the official package takes its
/// place there (docs/bootstrap.md).
/// </summary>
public sealed class ManagementProvider : ExtensionIdProvider<ManagementExtension>
{
    public override ManagementExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
