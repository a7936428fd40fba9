using System.Net;
using k8s.Models;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Discovery.Kubernetes;

/// <summary>From pods to contact points, as the official package chooses them.</summary>
internal static class PodTargets
{
    /// <param name="portName">Null: pods whatever their ports, and none told.</param>
    public static IEnumerable<ResolvedTarget> Of(IEnumerable<V1Pod> pods, string? portName, string podNamespace, KubernetesSettings settings)
    {
        foreach (var pod in pods)
        {
            if (!IsRunning(pod, settings.ContainerName) || !IPAddress.TryParse(pod.Status.PodIP, out var address))
                continue;
            int? port = null;
            if (portName is not null)
            {
                port = Ports(pod).FirstOrDefault(p => p.Name?.Contains(portName, StringComparison.Ordinal) == true)?.ContainerPort;
                if (port is null) continue;
            }

            var ip = pod.Status.PodIP;
            var host = settings.UseRawIp ? ip : $"{ip.Replace('.', '-').Replace(':', '-')}.{pod.Metadata.NamespaceProperty ?? podNamespace}.pod.{settings.PodDomain}";
            yield return new ResolvedTarget(host, port, address);
        }
    }

    /// <summary>Names of the ports of all pods, for an operator who has asked for another.</summary>
    public static string PortNames(IEnumerable<V1Pod> pods) =>
        string.Join(", ", pods.SelectMany(Ports).Select(port => port.Name ?? $"(unnamed {port.ContainerPort})").Distinct().Order(StringComparer.Ordinal));

    private static bool IsRunning(V1Pod pod, string? containerName) =>
        pod.Metadata?.DeletionTimestamp is null && pod.Status?.Phase == "Running"
        && !(containerName is not null && pod.Status.ContainerStatuses?.Any(status => status.Name == containerName && status.State?.Waiting is not null) == true);

    private static IEnumerable<V1ContainerPort> Ports(V1Pod pod) => pod.Spec?.Containers?.SelectMany(container => container.Ports ?? []) ?? [];
}
