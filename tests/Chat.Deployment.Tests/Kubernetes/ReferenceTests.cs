using k8s.Models;

namespace Chat.Deployment.Tests.Kubernetes;

/// <summary>What one object says of another holds: labels, selectors, names, ports.</summary>
public sealed class ReferenceTests
{
    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task Selectors_find_pods_and_ports_are_those_of_the_pods(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.All(overlay.Of<V1Deployment>(), d => Assert.Contains(d.Spec.Template, overlay.Selected(d.Spec.Selector.MatchLabels)));
        Assert.All(overlay.Of<V1StatefulSet>(), s => Assert.Contains(s.Spec.Template, overlay.Selected(s.Spec.Selector.MatchLabels)));
        Assert.All(overlay.Of<V1StatefulSet>(), s => overlay.Named<V1Service>(s.Spec.ServiceName));
        Assert.All(overlay.Of<V1PodDisruptionBudget>(), b => overlay.Selected(b.Spec.Selector.MatchLabels));
        Assert.All(overlay.Of<V1Service>(), service =>
        {
            var pod = Assert.Single(overlay.Selected(service.Spec.Selector));
            Assert.All(service.Spec.Ports, port =>
            {
                var target = Assert.Single(Ports(pod), p => p.Name == port.TargetPort);
                // Without an address of its own a service cannot translate a port.
                if (service.Spec.ClusterIP == "None") Assert.Equal(target.ContainerPort, port.Port);
            });
        });
        Assert.All(overlay.Workloads.SelectMany(w => w.Template.Spec.Containers), container =>
            Assert.All(new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.Where(p => p?.HttpGet is not null), probe =>
                Assert.Contains(container.Ports, p => p.Name == probe.HttpGet.Port)));
        Assert.All(overlay.Workloads.SelectMany(w => w.Template.Spec.TopologySpreadConstraints ?? []), c => overlay.Selected(c.LabelSelector.MatchLabels));
    }

    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task Network_policies_speak_of_pods_and_ports_that_there_are(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        foreach (var policy in overlay.Of<V1NetworkPolicy>().Select(p => p.Spec))
        {
            var pods = overlay.Selected(policy.PodSelector.MatchLabels);
            foreach (var rule in policy.Ingress ?? [])
            {
                Assert.All(Own(rule.FromProperty), peer => overlay.Selected(peer.PodSelector.MatchLabels));
                Assert.All(Named(rule.Ports), port => Assert.Contains(pods.SelectMany(Ports), p => p.Name == port));
            }

            foreach (var rule in policy.Egress ?? [])
            {
                var peers = Own(rule.To).SelectMany(peer => overlay.Selected(peer.PodSelector.MatchLabels)).ToList();
                Assert.All(Named(rule.Ports), port => Assert.Contains(peers.SelectMany(Ports), p => p.Name == port));
            }
        }

        // Every pod is behind a policy; the ports between nodes are open to the nodes only.
        Assert.All(overlay.Workloads, w => Assert.Contains(overlay.Of<V1NetworkPolicy>(), p => overlay.Selected(p.Spec.PodSelector.MatchLabels).Contains(w.Template)));
        var open = overlay.Named<V1NetworkPolicy>("chat").Spec.Ingress.Where(r => r.FromProperty is null or []).SelectMany(r => Named(r.Ports));
        Assert.Equal(["http"], open);
    }

    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task Settings_and_secrets_are_there_or_are_the_two_that_the_operator_makes(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var asked = overlay.Workloads.SelectMany(w => w.Template.Spec.Containers).SelectMany(c => c.Env ?? [])
            .Select(e => e.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().Select(s => (s.Name, s.Key)).ToHashSet();
        var missing = asked.Except(overlay.Of<V1Secret>().SelectMany(s => s.Data.Keys.Select(key => (s.Metadata.Name, key))));
        (string, string)[] byHand = [("chat-secrets", "auth-signing-key"), ("chat-secrets", "database-connection-string")];
        Assert.Equal(name == "try" ? [] : byHand, missing.Order());
        Assert.All(overlay.Container.EnvFrom, from => overlay.Named<V1ConfigMap>(from.ConfigMapRef.Name));
    }

    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task Nodes_may_look_for_pods_and_nothing_else_and_only_they_may(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var account = overlay.Named<V1ServiceAccount>(overlay.Nodes.Spec.Template.Spec.ServiceAccountName);
        Assert.True(overlay.Nodes.Spec.Template.Spec.AutomountServiceAccountToken);
        var binding = Assert.Single(overlay.Of<V1RoleBinding>());
        var subject = Assert.Single(binding.Subjects);
        Assert.Equal((account.Kind, account.Metadata.Name, account.Metadata.NamespaceProperty), (subject.Kind, subject.Name, subject.NamespaceProperty));
        var rule = Assert.Single(overlay.Named<V1Role>(binding.RoleRef.Name).Rules);
        Assert.Equal(["", "pods", "get", "list", "watch"], [.. rule.ApiGroups, .. rule.Resources, .. rule.Verbs]);
        Assert.All(overlay.Workloads.Where(w => w.Name != overlay.Nodes.Metadata.Name), w => Assert.False(w.Template.Spec.AutomountServiceAccountToken));
    }

    private static IEnumerable<V1ContainerPort> Ports(V1PodTemplateSpec pod) => pod.Spec.Containers.SelectMany(c => c.Ports);

    private static IEnumerable<string> Named(IList<V1NetworkPolicyPort> ports) => ports.Select(p => (string)p.Port).Where(p => !p.All(char.IsAsciiDigit));

    /// <summary>Peers in the namespace of the overlay itself.</summary>
    private static IEnumerable<V1NetworkPolicyPeer> Own(IList<V1NetworkPolicyPeer>? peers) => peers?.Where(p => p.NamespaceSelector is null) ?? [];
}
