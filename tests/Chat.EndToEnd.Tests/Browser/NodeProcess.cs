using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>
/// A node as a process of its own, on a free port and a data folder that goes with it.
/// With <c>CHAT_TEST_BASE_ADDRESS</c> the tests use a node that runs already.
/// </summary>
internal sealed partial class NodeProcess : IRunningNode, IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly Process? _process;
    private readonly string? _dataFolder;

    private NodeProcess(string baseAddress, Process? process, string? dataFolder) =>
        (BaseAddress, _process, _dataFolder) = (baseAddress, process, dataFolder);

    public string BaseAddress { get; }

    public static async Task<NodeProcess> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("CHAT_TEST_BASE_ADDRESS") is { Length: > 0 } given)
            return new NodeProcess(given.TrimEnd('/'), null, null);

        var folder = Path.Combine(RepositoryRoot(), "src", "Chat.Node");
        var data = Directory.CreateTempSubdirectory("chat-page-").FullName;
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder, // the content root, and so the place of wwwroot
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(folder, "bin", Configuration(), "net10.0", "Chat.Node.dll") },
            Environment = { ["Chat__Http__Port"] = "0", ["Chat__DataFolder"] = data },
        };

        var process = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(listening.Task, ended, Task.Delay(StartsWithin)) == listening.Task)
            return new NodeProcess(await listening.Task, process, data);

        if (!process.HasExited) process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"The node did not start:{Environment.NewLine}{string.Join(Environment.NewLine, said)}");

        void Heard(string? line)
        {
            if (line is null) return;
            said.Enqueue(line);
            if (ListeningLine().Match(line) is { Success: true } match) listening.TrySetResult(match.Groups[1].Value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        if (_dataFolder is not null) Directory.Delete(_dataFolder, recursive: true);
    }

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chat.Akka.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run from inside the repository.");
        return folder.FullName;
    }

    private static string Configuration() =>
        typeof(NodeProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

    [GeneratedRegex(@"Listening on (http://127\.0\.0\.1:\d+)")]
    private static partial Regex ListeningLine();
}
