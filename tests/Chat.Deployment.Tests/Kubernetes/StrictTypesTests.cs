using Chat.Deployment.Tests.Harness;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Chat.Deployment.Tests.Kubernetes;

/// <summary>Every manifest is what the API takes, to the field; and every file that is named is there.</summary>
public sealed class StrictTypesTests
{
    public static TheoryData<string> Manifests => [.. Files("*.yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml")];

    public static TheoryData<string> Kustomizations => [.. Files("kustomization.yaml")];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_manifest_has_only_fields_of_the_api(string file)
    {
        // A word to kustomize in a patch, which it takes out.
        var text = WorkingCopy.Read("k8s", file).Replace("- $patch: replace\n", "\n", StringComparison.Ordinal);
        Assert.All(Overlay.Parse(text), o =>
        {
            Assert.NotEmpty(o.ApiVersion);
            Assert.NotEmpty(o.Metadata.Name);
        });
    }

    [Theory]
    [InlineData("spec: {replcas: 3}")]
    [InlineData("spec: {template: {spec: {containers: [{name: a, readinessProbe: {httpget: {path: /ready}}}]}}}")]
    [InlineData("spec: {replicas: three}")]
    public void What_the_api_does_not_know_is_refused(string mistake) =>
        Assert.ThrowsAny<YamlException>(() => Overlay.Parse($"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\n{mistake}"));

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void A_kustomization_names_files_that_are_there_and_every_file_is_named(string file)
    {
        var folder = Path.GetDirectoryName(WorkingCopy.Path("k8s", file))!;
        var content = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(WorkingCopy.Path("k8s", file)));
        var paths = new[] { "resources", "components" }.SelectMany(key => content.TryGetValue(key, out var list) ? ((List<object>)list).Cast<string>() : [])
            .Concat(content.TryGetValue("patches", out var patches)
                ? ((List<object>)patches).Cast<Dictionary<object, object>>().Where(p => p.ContainsKey("path")).Select(p => (string)p["path"])
                : []).ToList();
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(folder, path)), $"{file}: there is no {path}"));
        Assert.All(Directory.GetFiles(folder, "*.yaml").Select(f => Path.GetFileName(f)).Where(f => f != "kustomization.yaml"), f => Assert.Contains(f, paths));
    }

    [SkippableTheory]
    [MemberData(nameof(Overlay.Names), MemberType = typeof(Overlay))]
    public async Task An_overlay_as_a_whole_has_only_fields_of_the_api_and_no_object_twice(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.Equal(overlay.Objects.Count, overlay.Objects.Select(o => (o.Kind, o.Metadata.Name)).Distinct().Count());
        var place = Assert.Single(overlay.Of<V1Namespace>()).Metadata.Name;
        Assert.All(overlay.Objects.Where(o => o is not V1Namespace), o => Assert.Equal(place, o.Metadata.NamespaceProperty));
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(WorkingCopy.Path("k8s"), pattern, SearchOption.AllDirectories).Select(f => Path.GetRelativePath(WorkingCopy.Path("k8s"), f)).Order();
}
