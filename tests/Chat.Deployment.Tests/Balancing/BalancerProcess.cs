using System.Collections.Concurrent;
using System.Diagnostics;
using Chat.Deployment.Tests.Harness;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>HAProxy or NGINX with the configuration that is shipped.</summary>
internal sealed class BalancerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private BalancerProcess(Process process, int port)
    {
        (_process, Port) = (process, port);
        _process.OutputDataReceived += (_, e) => _log.Enqueue(e.Data ?? "");
        _process.ErrorDataReceived += (_, e) => _log.Enqueue(e.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public string Log => string.Join('\n', _log);

    public static BalancerProcess HaProxy(string nodes, string resolver)
    {
        var port = Loopback.FreePort();
        return new BalancerProcess(
            Tool.Start(Tool.Require("haproxy"), ["-db", "-f", WorkingCopy.Path("deploy", "haproxy.cfg")],
                ("CHAT_BIND", $"127.0.0.1:{port}"), ("CHAT_NODES", nodes), ("CHAT_RESOLVER", resolver)),
            port);
    }

    /// <param name="folder">For the configuration with the addresses of this machine, and its own files.</param>
    public static BalancerProcess Nginx(string folder, int nodesPort)
    {
        var program = Tool.Require("nginx");
        var port = Loopback.FreePort();
        var text = WorkingCopy.Read("deploy", "nginx.conf")
            .Replace("10.0.0.", "127.0.7.", StringComparison.Ordinal).Replace(":8080 ", $":{nodesPort} ", StringComparison.Ordinal)
            .Replace("listen 8080", $"listen 127.0.0.1:{port}", StringComparison.Ordinal).Replace("/run/nginx.pid", Path.Combine(folder, "pid"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), text);
        return new BalancerProcess(Tool.Start(program, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-g", "daemon off;"]), port);
    }

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await stop.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _process.Dispose();
    }
}
