using System.Diagnostics;

namespace Chat.Faults.Tests.Processes;

/// <summary>A process in a network namespace; all that it says goes to a log file, which later starts append to.</summary>
internal sealed class NamespaceProcess : IDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _gate = new();
    private readonly string _awaited;
    private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NamespaceProcess(Process process, StreamWriter log, string awaited) => (_process, _log, _awaited) = (process, log, awaited);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <param name="awaited">What it says once it is ready.</param>
    public static NamespaceProcess Start(
        string networkNamespace, string logFile, string awaited, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> command)
    {
        // ip becomes the command: the process id is the command's own.
        var start = new ProcessStartInfo("ip", ["netns", "exec", networkNamespace, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        var started = new NamespaceProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, File.AppendText(logFile), awaited);
        started._process.OutputDataReceived += (_, e) => started.OnLine(e.Data);
        started._process.ErrorDataReceived += (_, e) => started.OnLine(e.Data);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Until it has said what is awaited.</summary>
    public async Task ReadyAsync(TimeSpan limit)
    {
        var ended = ExitAsync();
        if (await Task.WhenAny(_said.Task, ended).WaitAsync(limit) == ended)
            throw new InvalidOperationException($"{_process.StartInfo.ArgumentList[3]} ended with {_process.ExitCode} before it was ready.");
    }

    public Task ExitAsync(CancellationToken cancellation = default) => _process.WaitForExitAsync(cancellation);

    public void Send(Signal signal) => signal.SendTo(Id);

    /// <summary>The signal, and then the end.</summary>
    public async Task EndAsync(Signal signal)
    {
        if (!HasExited) Send(signal);
        await ExitAsync();
    }

    public void Dispose()
    {
        if (!HasExited) Send(Signal.Kill);
        _process.WaitForExit();
        _process.Dispose();
        lock (_gate) _log.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null) return;
        lock (_gate)
        {
            if (_log.BaseStream is null) return; // a last line after the end
            _log.WriteLine(line);
            _log.Flush();
        }

        if (line.Contains(_awaited, StringComparison.Ordinal)) _said.TrySetResult();
    }
}
