using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Chat.Bench.Nodes;

/// <summary>A process that the bench started: its output goes to a log file, and it is stopped by its own id.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Queue<string> _lastLines = new();
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _news = new();
    private readonly Predicate<string> _awaited;
    private string? _found;

    /// <param name="awaited">Recognises the output line that <see cref="WaitForLine"/> waits for.</param>
    public ChildProcess(string file, IEnumerable<string> arguments, string folder, string logFile,
        IReadOnlyDictionary<string, string> environment, Predicate<string> awaited)
    {
        _awaited = awaited;
        _log = new StreamWriter(logFile);
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Exited += (_, _) => _news.Set();
        _process.Start();
        AppDomain.CurrentDomain.ProcessExit += StopWithUs;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string WaitForLine(string what, TimeSpan limit)
    {
        _news.Wait(limit);
        if (_process.HasExited)
            _process.WaitForExit(); // its last lines come after the news of its end
        lock (_gate)
        {
            return _found ?? throw new BenchException(
                $"{what} {(_process.HasExited ? $"ended with {_process.ExitCode}" : "said nothing of the kind")} before it was ready:\n  "
                + string.Join("\n  ", _lastLines));
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopWithUs;
        if (!_process.HasExited)
        {
            Signal(_process.Id, Terminate);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(30)))
                _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        lock (_gate)
            _log.Dispose();
        _news.Dispose();
    }

    public static void Signal(int pid, int signal) => _ = kill(pid, signal);

    // For a bench that is itself told to stop: no node and no database stays behind.
    private void StopWithUs(object? sender, EventArgs e) => Signal(_process.Id, Terminate);

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            if (_log.BaseStream is null)
                return; // a last line after the end
            _log.WriteLine(line);
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 30)
                _lastLines.Dequeue();
            if (_found is not null || !_awaited(line))
                return;
            _found = line;
            _news.Set();
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
