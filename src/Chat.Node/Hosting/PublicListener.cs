using System.Net;
using Chat.Node.Configuration;
using Chat.Node.Connections;

namespace Chat.Node.Hosting;

/// <summary>The public port: sockets first, everything else by HTTP.</summary>
internal static class PublicListener
{
    /// <summary>The longest path through a shutdown: drain, hand-over of shards, leaving the cluster.</summary>
    public static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(60);

    public static void AddPublicListener(this WebApplicationBuilder builder, ChatSettings settings)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit);
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentUpgradedConnections = null; // the edge counts and refuses by itself
            kestrel.Limits.MaxConcurrentConnections = null;
            var services = kestrel.ApplicationServices;
            if (settings.Http.Host is "*" or "")
                kestrel.ListenAnyIP(settings.Http.Port, listener => listener.UseChatSockets(services));
            else
                kestrel.Listen(AddressOf(settings.Http.Host), settings.Http.Port, listener => listener.UseChatSockets(services));
        });
    }

    private static IPAddress AddressOf(string host) =>
        BindAddress.Of(host) ?? throw new SettingsException("Http:Host", $"'{host}' is not an IP address; use one, 'localhost', or '*' for all");

    /// <summary>An address that a person on this machine can open, for one that is bound to all.</summary>
    internal static string ReachableHere(string address) =>
        address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
}
