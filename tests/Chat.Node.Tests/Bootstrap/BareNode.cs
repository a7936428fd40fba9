using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Chat.Node.Hosting;
using Chat.Node.Management;

namespace Chat.Node.Tests.Bootstrap;

/// <summary>An actor system with the node's management listener and bootstrap and nothing else, made from HOCON alone, as an operator may.</summary>
internal sealed class BareNode : IAsyncDisposable
{
    private BareNode(ActorSystem system) => System = system;

    public ActorSystem System { get; }

    public Cluster Cluster => Cluster.Get(System);

    public bool IsUp => Cluster.SelfMember.Status == MemberStatus.Up;

    public IEnumerable<Address> Members => Cluster.State.Members.Where(member => member.Status == MemberStatus.Up).Select(member => member.Address);

    public bool HasSaid(string part) => LogLines.Of(System).Any(line => line.Contains(part, StringComparison.Ordinal));

    /// <param name="managementPort">0 takes a free one.</param>
    /// <param name="contactPoints">Ports of all nodes' management listeners; empty: no bootstrap.</param>
    /// <param name="hocon">Over everything else.</param>
    public static BareNode Start(int managementPort, IReadOnlyList<int> contactPoints, int required = 3, string hocon = "")
    {
        var bootstrap = contactPoints.Count == 0 ? "" : """, "Chat.Node.Bootstrap.ClusterBootstrapProvider, Chat.Node" """;
        var config = ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(
            $$"""
            akka {
              loglevel = INFO
              stdout-loglevel = OFF
              loggers = ["Chat.Node.Tests.Bootstrap.LogLines, Chat.Node.Tests"]
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
              cluster.downing-provider-class = ""
              extensions = ["Chat.Node.Management.ManagementProvider, Chat.Node"{{bootstrap}}]
              management.http { hostname = "127.0.0.1", port = {{managementPort}} }
              discovery.method = config
              discovery.config.services.chat.endpoints = [{{string.Join(", ", contactPoints.Select(port => $"\"127.0.0.1:{port}\""))}}]
              management.cluster.bootstrap {
                contact-point-discovery { service-name = chat, required-contact-point-nr = {{required}}, stable-margin = 300ms, interval = 100ms }
                # Several share a host here, which otherwise means several ports of one node.
                contact-point { filter-on-fallback-port = off, probe-interval = 100ms, probing-failure-timeout = 2s }
              }
            }
            """)).WithFallback(NodeHocon.Reference);
        return new BareNode(ActorSystem.Create("chat", config));
    }

    public async Task<HttpClient> HttpAsync() => new() { BaseAddress = await ManagementExtension.Of(System)!.Started };

    public async ValueTask DisposeAsync() => await System.Terminate();

    /// <summary>Ports that nobody listens on at the moment, in ascending order.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).Order().ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
