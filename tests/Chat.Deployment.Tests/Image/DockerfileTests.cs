using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chat.Deployment.Tests.Harness;
using Chat.Deployment.Tests.Kubernetes;
using Chat.Node.Configuration;

namespace Chat.Deployment.Tests.Image;

/// <summary>What the Dockerfile says by hand holds; that it builds and runs is for docker/try.sh to show.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string Text = WorkingCopy.Read("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal);

    private static readonly string Final = Text[Text.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];

    [Fact]
    public void Packages_are_restored_for_every_project_that_the_node_is_made_of()
    {
        var copied = Copies().Matches(Text).Select(m => m.Groups[1].Value).Order();
        Assert.Equal(ProjectsOf(WorkingCopy.Path("src", "Chat.Node", "Chat.Node.csproj")).Select(p => Path.GetRelativePath(WorkingCopy.Path(), p)).Distinct().Order(), copied);
    }

    [Fact]
    public void The_builder_is_sent_all_that_is_copied_and_nothing_else()
    {
        var lines = WorkingCopy.Read(".dockerignore").Split('\n');
        Assert.Contains("*", lines);
        string[] copied = ["global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", ".editorconfig", "src"];
        Assert.Equal(copied.Select(c => "!" + c), lines.Where(l => l.StartsWith('!')));
        Assert.All(copied, c => Assert.True(Path.Exists(WorkingCopy.Path(c)), c));
    }

    [Fact]
    public void The_image_runs_nothing_when_it_is_made_because_it_has_no_shell() =>
        Assert.All(Final.Split('\n'), line => Assert.False(
            line.StartsWith("RUN", StringComparison.Ordinal) || Regex.IsMatch(line, "^(CMD|ENTRYPOINT|HEALTHCHECK.*CMD) [^\\[]"), line));

    [Fact]
    public void Ports_are_those_of_the_node()
    {
        var settings = new ChatSettings();
        int[] ports = [settings.Http.Port, settings.Management.Port, settings.Admin.Port, settings.Cluster.Port];
        Assert.Equal(ports.Select(p => $"{p}"), Regex.Match(Final, "^EXPOSE (.*)$", RegexOptions.Multiline).Groups[1].Value.Split(' '));
    }

    [SkippableFact]
    public async Task Kubernetes_runs_it_as_the_user_and_with_the_folder_that_it_has()
    {
        var overlay = await Overlay.RenderAsync("small");
        var user = overlay.Nodes.Spec.Template.Spec.SecurityContext;
        Assert.Contains($"\nUSER {user.RunAsUser}:{user.RunAsGroup}\n", Final, StringComparison.Ordinal);
        var folder = Regex.Match(Final, "Chat__DataFolder=(\\S+)").Groups[1].Value;
        Assert.Contains($"\nVOLUME {folder}\n", Final, StringComparison.Ordinal);
        Assert.Contains(overlay.Container.VolumeMounts, m => m.MountPath == folder);
    }

    private static IEnumerable<string> ProjectsOf(string project) => XDocument.Load(project).Descendants("ProjectReference")
        .SelectMany(r => ProjectsOf(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, r.Attribute("Include")!.Value)))).Append(project);

    [GeneratedRegex(@"COPY (src/\S+\.csproj) ")]
    private static partial Regex Copies();
}
