using System.Diagnostics.Metrics;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Hosting;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Deployment.Tests.Kubernetes;

/// <summary>What the manifests tell the node is what it understands, and what they promise of it is what it does.</summary>
public sealed class NodeSettingsTests
{
    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task The_node_accepts_the_settings_and_listens_where_the_pod_says(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var settings = SettingsOf(overlay);
        var ports = overlay.Container.Ports.ToDictionary(p => p.Name, p => p.ContainerPort);
        Assert.Equal(settings.Http.Port, ports["http"]);
        Assert.Equal(settings.Management.Port, ports["management"]);
        Assert.Equal(settings.Admin.Port, ports["admin"]);
        Assert.Equal(settings.Cluster.Port, ports["remoting"]);
        Assert.Equal(DatabaseProvider.PostgreSQL, settings.Database.Provider);
    }

    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task Nodes_find_each_other_by_the_label_and_port_of_the_pods_and_begin_one_cluster(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var environment = overlay.Environment();
        string Bootstrap(string key) => environment[$"Chat__Cluster__Bootstrap__{key}"];
        Assert.Equal("kubernetes-api", Bootstrap("Discovery"));
        Assert.Equal(Bootstrap("ServiceName"), overlay.Nodes.Spec.Template.Metadata.Labels["app"]);
        // The port is found by a part of its name.
        Assert.Single(overlay.Container.Ports, p => p.Name.Contains(Bootstrap("PortName"), StringComparison.Ordinal));
        Assert.True(overlay.Named<V1Service>("chat-nodes").Spec.PublishNotReadyAddresses);
        var first = overlay.Nodes.Spec.Replicas ?? Assert.Single(overlay.Of<V2HorizontalPodAutoscaler>()).Spec.MinReplicas!.Value;
        Assert.InRange(int.Parse(Bootstrap("RequiredContactPoints")), first / 2 + 1, first);
    }

    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task A_pod_has_the_time_that_the_node_takes_to_leave_and_a_new_one_comes_first(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var pod = overlay.Nodes.Spec.Template.Spec;
        var before = TimeSpan.FromSeconds(overlay.Container.Lifecycle.PreStop.Sleep.Seconds);
        Assert.True(TimeSpan.FromSeconds(pod.TerminationGracePeriodSeconds!.Value) > before + PublicListener.ShutdownLimit);
        var update = overlay.Nodes.Spec.Strategy.RollingUpdate;
        Assert.Equal(("1", "0"), ((string)update.MaxSurge, (string)update.MaxUnavailable));
        Assert.Equal("1", (string)Assert.Single(overlay.Of<V1PodDisruptionBudget>()).Spec.MaxUnavailable);
    }

    [SkippableFact]
    public async Task Nodes_are_added_by_a_metric_that_there_is_before_they_are_full()
    {
        var overlay = await Overlay.RenderAsync("large");
        var scaler = Assert.Single(overlay.Of<V2HorizontalPodAutoscaler>()).Spec;
        Assert.Equal((overlay.Nodes.Kind, overlay.Nodes.Metadata.Name), (scaler.ScaleTargetRef.Kind, scaler.ScaleTargetRef.Name));
        var pods = Assert.Single(scaler.Metrics).Pods;
        Assert.Contains(pods.Metric.Name, MetricsOfConnections());
        // A node calls itself full at 90 %.
        Assert.InRange(pods.Target.AverageValue.ToDecimal(), 1, SettingsOf(overlay).Limits.Connections * 0.9m);
    }

    /// <summary>As Prometheus names them.</summary>
    private static List<string> MetricsOfConnections()
    {
        var names = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.Add(instrument.Name.Replace('.', '_')) };
        listener.Start();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new ConnectionMetrics(services.GetRequiredService<IMeterFactory>());
        return names;
    }

    private static ChatSettings SettingsOf(Overlay overlay)
    {
        var environment = overlay.Environment();
        Assert.All(environment.Keys, key => Assert.StartsWith("Chat__", key, StringComparison.Ordinal));
        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(
            environment.Select(e => new KeyValuePair<string, string?>(e.Key.Replace("__", ":", StringComparison.Ordinal), e.Value))).Build());
    }
}
