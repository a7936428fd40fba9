using Akka.Configuration;
using Chat.Node.Hosting;

namespace Chat.Node.Discovery.Kubernetes;

/// <summary>The section <c>akka.discovery.kubernetes-api</c>.</summary>
/// <param name="PodNamespace">Null: the mounted one.</param>
/// <param name="LabelSelector">With <c>{0}</c> for the name that is looked up.</param>
/// <param name="ContainerName">Null: no container is looked at.</param>
internal sealed record KubernetesSettings(
    string CaPath, string TokenPath, string HostVariable, string PortVariable, string NamespacePath, string? PodNamespace, bool AllNamespaces,
    string PodDomain, string LabelSelector, bool UseRawIp, string? ContainerName)
{
    public static KubernetesSettings From(Config config) => new(
        config.GetString("api-ca-path"), config.GetString("api-token-path"), config.GetString("api-service-host-env-name"),
        config.GetString("api-service-port-env-name"), config.GetString("pod-namespace-path"), config.Given("pod-namespace"),
        config.GetBoolean("all-namespaces"), config.GetString("pod-domain"), config.GetString("pod-label-selector"),
        config.GetBoolean("use-raw-ip", true), config.Given("container-name"));

    /// <summary>Where pods are looked for: as configured, else where this pod runs.</summary>
    public string Namespace =>
        PodNamespace ?? (File.Exists(NamespacePath) && File.ReadAllText(NamespacePath).Trim() is { Length: > 0 } mounted ? mounted : "default");
}
