using k8s.Models;

namespace Chat.Deployment.Tests.Kubernetes;

/// <summary>The restricted profile of the Pod Security Standards, and a root that cannot be written to.</summary>
public sealed class RestrictedTests
{
    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task No_pod_may_do_more_than_it_must(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.Equal("restricted", Assert.Single(overlay.Of<V1Namespace>()).Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.All(overlay.Workloads, workload =>
        {
            var pod = workload.Template.Spec;
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.True(pod.SecurityContext.RunAsUser > 0);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.True(pod.HostNetwork is null && pod.HostPID is null && pod.HostIPC is null);
            Assert.All(pod.Volumes, volume => Assert.Null(volume.HostPath));
            Assert.All(pod.Containers, container =>
            {
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.Null(container.SecurityContext.Capabilities.Add);
                Assert.True(container.Resources.Requests.ContainsKey("memory") && container.Resources.Limits.ContainsKey("memory"));
            });
        });
    }
}
