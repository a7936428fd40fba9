using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>cluster.sh, as somebody runs it in a terminal and ends it with Ctrl-C.</summary>
internal sealed partial class LocalCluster : IAsyncDisposable
{
    /// <summary>Three nodes and a database that start at the same time on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    /// <summary>In the environment of everything that the script starts, so that what it leaves behind is found.</summary>
    private readonly string _mark = $"CHAT_TEST_MARK={Guid.NewGuid():N}";

    private readonly TempFolder _logs = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _script;

    private LocalCluster()
    {
        // A shell that is started with SIGINT ignored, as in the background of another, cannot trap it.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "bash", Repository.Path("cluster.sh")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var mark = _mark.Split('=');
        start.Environment[mark[0]] = mark[1];
        start.Environment["BUILD"] = "no";
        start.Environment["CONFIGURATION"] = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        start.Environment["LOGS"] = _logs.Path;
        start.Environment["PORT"] = $"{FreePort.Take()}";
        start.Environment["RESTART_AFTER"] = "1";
        start.Environment["Chat__Auth__SigningKey"] = NodeProcess.SigningKey;
        _script = new Process { StartInfo = start, EnableRaisingEvents = true };
        _script.OutputDataReceived += (_, e) => OnLine(e.Data);
        _script.ErrorDataReceived += (_, e) => OnLine(e.Data);
    }

    /// <summary>Of HAProxy.</summary>
    public Uri WebSocketAddress => new(WebSocketLine().Match(Output).Value);

    public string Output => string.Join('\n', _output);

    /// <summary>Skips the test where something that the script needs is not there.</summary>
    public static async Task<LocalCluster> StartAsync()
    {
        string[] folders = ["/usr/sbin", "/usr/local/sbin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        Skip.If(!folders.Any(f => File.Exists(Path.Combine(f, "haproxy"))), "haproxy is not installed (test.sh installs it)");
        Skip.If(!Directory.Exists("/usr/lib/postgresql") && !folders.Any(f => File.Exists(Path.Combine(f, "initdb"))), "PostgreSQL is not installed (test.sh installs it)");
        var cluster = new LocalCluster();
        cluster._script.Start();
        cluster._script.BeginOutputReadLine();
        cluster._script.BeginErrorReadLine();
        await Task.WhenAny(cluster._up.Task, cluster._script.WaitForExitAsync(), Task.Delay(Limit));
        if (cluster._up.Task.IsCompleted) return cluster;
        var output = cluster.Output;
        await cluster.DisposeAsync();
        throw new InvalidOperationException($"The cluster did not start:\n{output}");
    }

    /// <summary>The process of a node (1 to 3) at the moment.</summary>
    public int ProcessId(int node) => int.Parse(File.ReadAllText(Path.Combine(_logs.Path, $"node{node}.pid")));

    public Uri NodeAddress(int node) => new(Regex.Match(Output, $"node {node}: pid \\d+, (http://[0-9.:]+)").Groups[1].Value);

    public Uri ManagementAddress(int node) => new(Regex.Match(Output, $"node {node}: .*management (http://[0-9.:]+)").Groups[1].Value);

    public static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, $"{process}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ctrl-C, and the exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await SignalAsync("-INT", _script.Id);
        await _script.WaitForExitAsync().WaitAsync(Limit);
        return _script.ExitCode;
    }

    /// <summary>Processes that it has started and that run still.</summary>
    public IReadOnlyList<int> Running() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => n!.All(char.IsAsciiDigit)).Select(n => int.Parse(n!)).Where(IsMarked)];

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited) await InterruptAsync();
        foreach (var process in Running()) await SignalAsync("-KILL", process);
        _script.Dispose();
        _logs.Dispose();
    }

    private bool IsMarked(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Contains(_mark, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // gone, or somebody else's
        }
    }

    private void OnLine(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (line.Contains("Ctrl-C stops everything", StringComparison.Ordinal)) _up.TrySetResult();
    }

    [GeneratedRegex(@"ws://127\.0\.0\.1:\d+/ws")]
    private static partial Regex WebSocketLine();
}
