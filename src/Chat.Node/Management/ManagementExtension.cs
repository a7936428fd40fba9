using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Chat.Node.Health;
using Chat.Node.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Metrics;

namespace Chat.Node.Management;

/// <summary>
/// The management listener of an actor system: there from its beginning, before the node has joined a cluster (other nodes ask it whether
/// it has), until shortly before it leaves. In a node it also tells health and metrics; in a bare actor system only what Akka itself knows.
/// </summary>
public sealed class ManagementExtension : IExtension
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;

    public ManagementExtension(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(NodeHocon.Reference);
        Settings = ManagementHttpSettings.From(system.Settings.Config);
        var services = system.Settings.Setup.Get<DependencyResolverSetup>() is { HasValue: true } setup ? setup.Value.DependencyResolver : null;
        var loggers = services?.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        _app = ManagementListener.Build(new ManagementContext(
            system, Settings, services?.GetService<IReadiness>(), services?.GetService<MeterProvider>(), loggers));
        // Not here and now: an extension must not hold up the system that loads it.
        Started = Task.Run(StartAsync);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "stop-management", StopAsync);
    }

    /// <summary>The address under which other nodes reach the listener, once it listens; fails where it cannot.</summary>
    public Task<Uri> Started { get; }

    /// <summary>Where it listens, as it is printed: any address of this machine is told as loopback.</summary>
    public string LocalAddress => PublicListener.ReachableHere(_app.Urls.Single());

    internal ManagementHttpSettings Settings { get; }

    /// <summary>Null where another class than ours serves management.</summary>
    public static ManagementExtension? Of(ActorSystem system) =>
        system.HasExtension<ManagementExtension>() ? system.GetExtension<ManagementExtension>() : null;

    private async Task<Uri> StartAsync()
    {
        await _app.StartAsync();
        return new UriBuilder(Uri.UriSchemeHttp, Settings.Hostname, new Uri(_app.Urls.Single()).Port, Settings.BasePath).Uri;
    }

    private async Task<Done> StopAsync()
    {
        await ((Task)Started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var limit = new CancellationTokenSource(StopLimit);
        await _app.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        return Done.Instance;
    }
}
