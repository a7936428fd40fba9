using System.Net;
using Chat.Actors.Hosting;

namespace Chat.Node.Configuration;

/// <summary>What the settings of the cluster must hold, its formation above all: two ways at once could make two clusters.</summary>
internal static class ClusterRules
{
    public const string ByConfig = "config";
    public const string ByDns = "chat-dns";
    public const string ByKubernetesApi = "kubernetes-api";

    private static readonly string[] Methods = [ByConfig, ByDns, ByKubernetesApi];
    private static readonly string[] Roles = [ChatActorsHosting.EdgeRole, ChatActorsHosting.EntityRole];

    public static IEnumerable<(string Path, string Text)> MistakesIn(ChatSettings settings)
    {
        var cluster = settings.Cluster;
        for (var i = 0; i < cluster.Roles.Count; i++)
            if (!Roles.Contains(cluster.Roles[i]))
                yield return ($"Cluster:Roles:{i}", $"'{cluster.Roles[i]}' is none of {string.Join(", ", Roles)}.");
        if (cluster.Hocon.Length > 0 && !File.Exists(cluster.Hocon))
            yield return ("Cluster:Hocon", $"there is no file {cluster.Hocon}.");
        foreach (var mistake in cluster.Bootstrap.Discovery.Length == 0 ? WithoutDiscovery(cluster.Bootstrap) : WithDiscovery(settings))
            yield return mistake;
    }

    private static IEnumerable<(string Path, string Text)> WithoutDiscovery(ClusterBootstrapSettings bootstrap)
    {
        if (bootstrap.ContactPoints.Count > 0 || bootstrap.ServiceName.Length > 0 || bootstrap.PortName.Length > 0)
            yield return ("Cluster:Bootstrap:Discovery", $"is empty, and so the rest of the section means nothing; one of {string.Join(", ", Methods)}.");
    }

    private static IEnumerable<(string Path, string Text)> WithDiscovery(ChatSettings settings)
    {
        var (bootstrap, management) = (settings.Cluster.Bootstrap, settings.Management);
        if (!Methods.Contains(bootstrap.Discovery))
            yield return ("Cluster:Bootstrap:Discovery", $"'{bootstrap.Discovery}' is none of {string.Join(", ", Methods)}.");
        if (settings.Cluster.SeedNodes.Count > 0)
            yield return ("Cluster:Bootstrap:Discovery", "is set beside Chat__Cluster__SeedNodes; a cluster forms in one way only, so remove one of them.");
        if (management.Port == 0)
            yield return ("Management:Port", "is 0; with bootstrap the other nodes must know it.");
        if (IsLoopback(management.Host) && !IsLoopback(settings.Cluster.Host))
            yield return ("Management:Host", $"'{management.Host}' cannot be reached by the other nodes; with bootstrap they ask there. Give the pod's address, or * for all.");
        if (bootstrap.Discovery == ByConfig && bootstrap.ContactPoints.Count == 0)
            yield return ("Cluster:Bootstrap:ContactPoints", "is empty; 'config' needs the management listeners of all nodes, host:port.");
        if (bootstrap.Discovery != ByConfig && bootstrap.ContactPoints.Count > 0)
            yield return ("Cluster:Bootstrap:ContactPoints", $"is for 'config'; '{bootstrap.Discovery}' looks them up.");
        for (var i = 0; i < bootstrap.ContactPoints.Count; i++)
            if (!IsHostAndPort(bootstrap.ContactPoints[i]))
                yield return ($"Cluster:Bootstrap:ContactPoints:{i}", $"'{bootstrap.ContactPoints[i]}' is not an address such as 10.0.0.1:8558.");
    }

    private static bool IsLoopback(string host) => BindAddress.Of(host) is { } address && IPAddress.IsLoopback(address);

    private static bool IsHostAndPort(string text) =>
        Uri.TryCreate($"http://{text}", UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.Port > 0
        && text.EndsWith($":{uri.Port}", StringComparison.Ordinal) && uri.AbsolutePath == "/" && uri.UserInfo.Length == 0;
}
