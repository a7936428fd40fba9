using Chat.Deployment.Tests.Harness;
using k8s;
using k8s.Models;

namespace Chat.Deployment.Tests.Kubernetes;

/// <summary>All objects of an overlay as <c>kubectl apply -k</c> would send them, strictly of the API's types.</summary>
internal sealed record Overlay(string Name, IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects)
{
    public static TheoryData<string> Names => ["small", "large", "try"];

    public V1Deployment Nodes => Assert.Single(Of<V1Deployment>());

    public V1Container Container => Assert.Single(Nodes.Spec.Template.Spec.Containers);

    /// <summary>What makes pods, with the pods that it makes.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> Workloads =>
        Of<V1Deployment>().Select(d => (d.Name(), d.Spec.Template)).Concat(Of<V1StatefulSet>().Select(s => (s.Name(), s.Spec.Template)));

    /// <summary>Skips the test where there is no kubectl, whose kustomize needs no cluster.</summary>
    public static async Task<Overlay> RenderAsync(string name) => new(name, Parse(
        await Tool.RunAsync(Tool.Require("kubectl"), ["kustomize", WorkingCopy.Path("k8s", "overlays", name)])));

    /// <summary>A field that the API does not know is an error.</summary>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Parse(string yaml) =>
        [.. KubernetesYaml.LoadAllFromString(yaml, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];

    public IEnumerable<T> Of<T>() => Objects.OfType<T>();

    public T Named<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => Assert.Single(Of<T>(), o => o.Metadata.Name == name);

    /// <summary>Pods that the selector finds; a selector that finds none is a mistake.</summary>
    public IReadOnlyList<V1PodTemplateSpec> Selected(IDictionary<string, string> labels)
    {
        var found = Workloads.Select(w => w.Template).Where(t => labels.All(l => t.Metadata.Labels.TryGetValue(l.Key, out var value) && value == l.Value)).ToList();
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>The nodes' environment: keys and values, from the generated settings and from the pod; what the cluster fills in has a stand-in.</summary>
    public Dictionary<string, string> Environment()
    {
        var all = Container.EnvFrom.SelectMany(from => Named<V1ConfigMap>(from.ConfigMapRef.Name).Data).ToDictionary(e => e.Key, e => e.Value);
        foreach (var variable in Container.Env)
            all.Add(variable.Name, variable.Value ?? (variable.ValueFrom.FieldRef is not null ? "10.1.2.3" : $"a-secret-of-32-bytes-or-more-{variable.Name}"));
        return all;
    }
}
