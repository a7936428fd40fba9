using System.Collections.Concurrent;
using System.Diagnostics;

namespace Chat.EndToEnd.Tests.Harness;

/// <summary>A real node in its own process, on loopback, killed the hard way or stopped with SIGTERM.</summary>
internal sealed class NodeProcess : IChatNode, IAsyncDisposable
{
    /// <summary>A cold start on a busy machine of two cores takes some seconds.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile string? _management;

    private NodeProcess(Process process) => _process = process;

    public const string SigningKey = TestTokens.SigningKey;

    /// <summary><c>127.0.0.1:port</c> of the command host, which is told before the public address.</summary>
    public string AdminAddress => _output.Select(line => line.StartsWith(AdminMarker, StringComparison.Ordinal) ? line[AdminMarker.Length..].Trim() : null).First(line => line is not null)!;

    private const string AdminMarker = "Admin on ";

    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    public string BaseAddress { get; private set; } = "";

    /// <summary>Of the management listener, the same way; known before the node is in a cluster.</summary>
    public string ManagementAddress => _management ?? throw new InvalidOperationException("The node has not said it yet.");

    public Uri WebSocketAddress => new(BaseAddress.Replace("http://", "ws://", StringComparison.Ordinal) + "/ws");

    public int ProcessId => _process.Id;

    public string Output => string.Join('\n', _output);

    public bool HasExited => _process.HasExited;

    /// <param name="settings">Keys as environment variables have them, without <c>Chat__</c>.</param>
    public static async Task<NodeProcess> StartAsync(string dataFolder, NodeDatabase database, params (string Key, string Value)[] settings)
    {
        var node = Launch(dataFolder, database, settings);
        var first = await Task.WhenAny(node._address.Task, node._process.WaitForExitAsync(), Task.Delay(StartLimit));
        if (first != node._address.Task)
        {
            var output = node.Output;
            await node.DisposeAsync();
            throw new InvalidOperationException($"The node did not start:\n{output}");
        }

        node.BaseAddress = await node._address.Task;
        return node;
    }

    /// <summary>Starts without waiting for the address: for nodes that are expected to refuse their start.</summary>
    public static NodeProcess Launch(string dataFolder, NodeDatabase database, params (string Key, string Value)[] settings) =>
        LaunchVerb(null, dataFolder, database, settings);

    /// <summary>Something else than a node that the same program does, with the same settings.</summary>
    public static NodeProcess LaunchVerb(string? verb, string dataFolder, NodeDatabase database, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Repository.NodeAssembly);
        if (verb is not null) start.ArgumentList.Add(verb);
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Chat__DataFolder"] = dataFolder,
            ["Chat__Http__Host"] = "127.0.0.1",
            ["Chat__Http__Port"] = "0",
            ["Chat__Cluster__Port"] = "0",
            ["Chat__Admin__Port"] = "0",
            ["Chat__Management__Port"] = "0",
            ["Chat__Auth__SigningKey"] = SigningKey,
            ["Chat__Database__Provider"] = database.Provider,
            ["Chat__Database__ConnectionString"] = database.ConnectionString,
            ["Chat__Accounts__AttemptsPerMinute"] = "100000",
            ["Chat__Limits__UnauthenticatedPerAddress"] = "1000",
            ["Chat__Limits__SendsPerSecond"] = "100000",
            ["Chat__Limits__SendBurst"] = "100000",
        };
        foreach (var (key, value) in settings)
            environment["Chat__" + key] = value;
        foreach (var (key, value) in environment)
            start.Environment[key] = value;

        var node = new NodeProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        node._process.OutputDataReceived += (_, e) => node.OnLine(e.Data);
        node._process.ErrorDataReceived += (_, e) => node.OnLine(e.Data);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Such as <c>TERM</c>, <c>STOP</c> and <c>CONT</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        while (_output.Count > 2_000) _output.TryDequeue(out _);
        if (After("Listening on ", line) is { } address) _address.TrySetResult(address);
        if (After("Management on ", line) is { } management) _management = management;
    }

    private static string? After(string marker, string line) =>
        line.IndexOf(marker, StringComparison.Ordinal) is var at and >= 0 ? line[(at + marker.Length)..].Trim() : null;
}
