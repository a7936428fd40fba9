using Chat.Deployment.Tests.Harness;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>The balancers themselves accept what is shipped for them, and have nothing to remark.</summary>
public sealed class ConfigurationTests
{
    [SkippableTheory]
    [InlineData("CHAT_NODES=chat-nodes:8080")]
    [InlineData("CHAT_NODE_1=10.0.0.1:8080")]
    [InlineData("CHAT_NODE_1=10.0.0.1:8080 CHAT_NODE_2=10.0.0.2:8080 CHAT_NODE_3=10.0.0.3:8080")]
    public Task Haproxy_accepts_its_file(string nodes) =>
        // -dW: a warning is an error.
        Tool.RunAsync(Tool.Require("haproxy"), ["-c", "-dW", "-f", WorkingCopy.Path("deploy", "haproxy.cfg")],
            [("CHAT_BIND", "127.0.0.1:1"), .. nodes.Split(' ').Select(n => (n.Split('=')[0], n.Split('=')[1]))]);

    [SkippableFact]
    public async Task Nginx_accepts_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("chat-nginx-");
        var file = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, WorkingCopy.Read("deploy", "nginx.conf").Replace("/run/nginx.pid", Path.Combine(folder.FullName, "pid"), StringComparison.Ordinal));
        await Tool.RunAsync(Tool.Require("nginx"), ["-t", "-c", file]);
        folder.Delete(recursive: true);
    }
}
