using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Chat.Node.Hosting;
using Chat.Node.Management;
using AkkaDiscovery = Akka.Discovery.Discovery;
using Logging = Akka.Event.Logging;

namespace Chat.Node.Bootstrap;

/// <summary>Starts the bootstrap once the management listener is up, because the others ask there. Once per process: later, membership is the cluster's.</summary>
public sealed class ClusterBootstrap : IExtension
{
    private const string DefaultDiscovery = "akka.discovery";

    private readonly ExtendedActorSystem _system;
    private readonly ILoggingAdapter _log;

    public ClusterBootstrap(ExtendedActorSystem system)
    {
        (_system, _log) = (system, Logging.GetLogger(system, typeof(ClusterBootstrap)));
        system.Settings.InjectTopLevelFallback(NodeHocon.Reference);
        // Not here and now: an extension must not hold up the system that loads it, nor ask for one that is being loaded.
        _ = Task.Run(StartAsync);
    }

    private async Task StartAsync()
    {
        try
        {
            if (_system.Provider is not IClusterActorRefProvider) return;
            var cluster = Cluster.Get(_system);
            if (!cluster.Settings.SeedNodes.IsEmpty)
            {
                _log.Warning("akka.cluster.seed-nodes is set: no bootstrap, this node joins [{0}]", string.Join(", ", cluster.Settings.SeedNodes));
                return;
            }

            var management = _system.WithExtension<ManagementExtension, ManagementProvider>();
            var contactPoint = await management.Started;
            var settings = BootstrapSettings.From(_system.Settings.Config, _system.Name, contactPoint.Port, management.Settings.BasePath);
            var discovery = AkkaDiscovery.Get(_system);
            var method = settings.DiscoveryMethod == DefaultDiscovery ? discovery.Default : discovery.LoadServiceDiscovery(settings.DiscoveryMethod);
            _system.SystemActorOf(BootstrapCoordinator.Props(settings, method, TimeProvider.System, Random.Shared), "bootstrapCoordinator");
        }
        catch (Exception e)
        {
            // A node that can never join is of no use to anybody: its supervisor starts it anew.
            _log.Error(e, "The bootstrap cannot start, and so this node ends: {0}", e.Message);
            await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
        }
    }
}
