using System.Text;
using System.Text.Json;
using Akka.Configuration;
using Chat.Node.Admin;
using Chat.Node.Configuration;

namespace Chat.Node.Hosting;

/// <summary>What the node says to Akka beyond remoting, cluster and journal: its management listener, discovery and bootstrap.</summary>
internal static class NodeHocon
{
    private const string ManagementExtension = "Chat.Node.Management.ManagementProvider, Chat.Node";
    private const string BootstrapExtension = "Chat.Node.Bootstrap.ClusterBootstrapProvider, Chat.Node";

    /// <summary>Every key that our extensions read, with its default.</summary>
    public static Config Reference { get; } = ConfigurationFactory.FromResource("Chat.Node.reference.conf", typeof(NodeHocon).Assembly);

    public static Config From(ChatSettings settings)
    {
        var (management, bootstrap) = (settings.Management, settings.Cluster.Bootstrap);
        var hocon = new StringBuilder()
            .AppendLine($$"""
                akka.extensions = [{{Quote(ManagementExtension)}}{{(bootstrap.Discovery.Length > 0 ? ", " + Quote(BootstrapExtension) : "")}}]
                akka.management.http {
                  hostname = {{Quote(settings.Cluster.Host)}}
                  port = {{management.Port}}
                  bind-hostname = {{Quote(management.Host)}}
                  bind-port = {{management.Port}}
                  route-providers-read-only = {{OnOff(!management.Writable)}}
                }
                """)
            .AppendLine(AdminHosting.Hocon(settings.Admin));
        if (bootstrap.Discovery.Length > 0) AddBootstrap(hocon, settings.Cluster);
        return ConfigurationFactory.ParseString(hocon.ToString()).WithFallback(Reference);
    }

    /// <param name="path">Empty: nothing.</param>
    /// <exception cref="SettingsException">The file cannot be read, or is no HOCON.</exception>
    public static Config OfOperator(string path)
    {
        if (path.Length == 0) return Config.Empty;
        try
        {
            return ConfigurationFactory.ParseString(File.ReadAllText(path));
        }
        catch (Exception e)
        {
            throw new SettingsException("Cluster:Hocon", $"{path} cannot be used: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void AddBootstrap(StringBuilder hocon, ClusterSettings cluster)
    {
        var bootstrap = cluster.Bootstrap;
        var name = bootstrap.ServiceName.Length > 0 ? bootstrap.ServiceName : cluster.SystemName;
        // There the name is a key, which Akka's discovery takes apart at its dots.
        if (bootstrap.Discovery == ClusterRules.ByConfig) name = name.Replace('.', '-');
        hocon.AppendLine($$"""
            # Seeds that were found and have gone since are asked for ever otherwise; a new process looks anew.
            akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 60s
            akka.discovery.method = {{Quote(bootstrap.Discovery)}}
            akka.management.cluster.bootstrap {
              new-cluster-enabled = {{OnOff(bootstrap.NewClusterEnabled)}}
              contact-point-discovery {
                service-name = {{Quote(name)}}
                port-name = {{Quote(bootstrap.PortName)}}
                required-contact-point-nr = {{bootstrap.RequiredContactPoints}}
              }
            }
            """);
        if (bootstrap.Discovery != ClusterRules.ByConfig) return;
        hocon.AppendLine($$"""
            # Each contact point is the one that is written: two may share a host.
            akka.management.cluster.bootstrap.contact-point.filter-on-fallback-port = off
            akka.discovery.config.services { {{Quote(name)}} { endpoints = [{{string.Join(", ", bootstrap.ContactPoints.Select(Quote))}}] } }
            """);
    }

    private static string OnOff(bool value) => value ? "on" : "off";

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
