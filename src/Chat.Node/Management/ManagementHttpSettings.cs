using System.Net;
using Akka.Configuration;
using Chat.Node.Configuration;
using Chat.Node.Hosting;

namespace Chat.Node.Management;

/// <summary>The section <c>akka.management.http</c>.</summary>
/// <param name="Hostname">Address under which other nodes reach the listener.</param>
/// <param name="Bind">Null: all addresses.</param>
/// <param name="BindPort">0 takes a free one.</param>
/// <param name="BasePath">Before every route; empty, or with a slash at its beginning and none at its end.</param>
/// <param name="Off">Names of routes that are switched off.</param>
internal sealed record ManagementHttpSettings(
    string Hostname, int Port, IPAddress? Bind, int BindPort, string BasePath, IReadOnlySet<string> Off, bool ReadOnly)
{
    private const string Section = "akka.management.http";

    /// <exception cref="ConfigurationException">A value that cannot be used.</exception>
    public static ManagementHttpSettings From(Config whole)
    {
        var http = whole.GetConfig(Section);
        var remoting = whole.GetConfig("akka.remote.dot-netty.tcp");
        var hostname = http.Given("hostname") ?? remoting?.Given("public-hostname") ?? remoting?.Given("hostname") ?? Dns.GetHostName();
        var port = http.GivenPort("port") ?? 8558;
        var basePath = http.Given("base-path")?.Trim('/');
        return new ManagementHttpSettings(
            hostname, port, AddressOf(http.Given("bind-hostname") ?? hostname), http.GivenPort("bind-port") ?? port,
            string.IsNullOrEmpty(basePath) ? "" : "/" + basePath,
            http.GetConfig("routes")?.AsEnumerable().Where(route => route.Value.GetString().Length == 0).Select(route => route.Key).ToHashSet() ?? [],
            http.GetBoolean("route-providers-read-only", true));
    }

    private static IPAddress? AddressOf(string host) =>
        host is "*" ? null
        : BindAddress.Of(host.Trim('[', ']')) ?? throw new ConfigurationException($"{Section}.bind-hostname is '{host}', which is not an address to bind.");
}
