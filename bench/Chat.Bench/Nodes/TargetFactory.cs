using System.Net;
using System.Security.Cryptography;
using Chat.Bench.Measurement;
using Chat.Bench.Roofs;

namespace Chat.Bench.Nodes;

/// <summary>Where the node comes from, or which running one is driven.</summary>
internal sealed record TargetSettings(
    string? NodePath, string? Url, string? SigningKey, int? ServerPid, string WorkFolder, IReadOnlyDictionary<string, string> NodeEnvironment,
    IReadOnlyList<(string Name, string Value)> PostgresSettings, int Fault, RelayFaultKind FaultKind)
{
    /// <summary>For a run that starts no node.</summary>
    public static TargetSettings Local(string workFolder) => new(null, null, null, null, workFolder, new Dictionary<string, string>(), [], 0, default);
}

/// <summary>Starts a fresh target for every run: a fresh process, an empty data folder, an empty database.</summary>
internal sealed partial class TargetFactory(TargetSettings settings) : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(settings.WorkFolder, $"chat-bench-{Guid.NewGuid():N}"[..19])).FullName;
    private PrivatePostgres? _postgres;
    private int _started;

    public string Folder => _folder;

    public PrivatePostgres Postgres => _postgres ??= new PrivatePostgres(Open(_folder), settings.PostgresSettings);

    public Target Start(TargetKind kind) => settings.Url is not null ? Running() : kind == TargetKind.Relay ? Relay() : Node(kind);

    /// <summary>Another command of this program in a process of its own, so that its CPU and memory are nobody else's.</summary>
    public ChildProcess StartBench(string name, string[] arguments, string awaited) => StartProcess(
        name, [Path.Combine(AppContext.BaseDirectory, "Chat.Bench.dll"), .. arguments], AppContext.BaseDirectory, new Dictionary<string, string>(), awaited);

    public void Dispose()
    {
        _postgres?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Target Running()
    {
        var url = new Uri(settings.Url!);
        var key = settings.SigningKey ?? throw new BenchException("--url needs the --signing-key of that node.");
        var address = Dns.GetHostAddresses(url.Host, System.Net.Sockets.AddressFamily.InterNetwork)[0];
        return new Target(url.Authority, new IPEndPoint(address, url.Port), key) { ServerPid = settings.ServerPid };
    }

    private Target Relay()
    {
        var process = StartBench("relay", ["relay", "--port", "0", "--fault", $"{settings.Fault}", "--fault-kind", $"{settings.FaultKind}"], NodeSettings.ListeningLine);
        return new Target("relay", EndPoint(process, "The relay"), NewKey()) { ServerPid = process.Id, Stop = process.Dispose };
    }

    private Target Node(TargetKind kind)
    {
        var path = NodePath();
        var data = Directory.CreateDirectory(Path.Combine(_folder, $"data-{_started}")).FullName;
        (string Owner, string Observer)? database = kind == TargetKind.PostgreSQL ? Postgres.CreateDatabase() : null;
        var key = settings.SigningKey ?? NewKey();
        var environment = NodeSettings.Environment(data, key, database?.Owner);
        foreach (var (name, value) in settings.NodeEnvironment)
            environment[name] = value;

        var (process, endPoint) = StartNode($"node-{kind}", path, environment);
        return new Target($"node, {kind}", endPoint, key)
        {
            ServerPid = process.Id,
            DatabasePid = database is null ? null : Postgres.Pid,
            Journal = database is { } made
                ? new PostgresJournalGauge(made.Observer)
                : new SqliteJournalGauge(NodeSettings.SqliteFile(data), () => process.Id),
            StartAgain = () =>
            {
                process.Dispose();
                (process, var again) = StartNode($"node-{kind}", path, environment);
                return (process.Id, again);
            },
            Stop = () =>
            {
                process.Dispose();
                Directory.Delete(data, recursive: true);
            },
        };
    }

    private string NodePath()
    {
        var path = Path.GetFullPath(settings.NodePath ?? NodeSettings.FindNode());
        return File.Exists(path) ? path : throw new BenchException($"There is no {path}.");
    }

    private (ChildProcess Process, IPEndPoint EndPoint) StartNode(string name, string path, Dictionary<string, string> environment)
    {
        while (true)
        {
            try
            {
                var process = StartProcess(name, [path], Path.GetDirectoryName(path)!, environment, NodeSettings.ListeningLine);
                return (process, EndPoint(process, "The node"));
            }
            catch (BenchException e) when (NodeSettings.WithoutUnknown(environment, e.Message) is { } left)
            {
                Console.Error.WriteLine($"The node knows no {left}; starting it without.");
            }
        }
    }

    private ChildProcess StartProcess(
        string name, string[] arguments, string folder, IReadOnlyDictionary<string, string> environment, string awaited)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new ChildProcess(host, arguments, folder, Path.Combine(_folder, $"{++_started}-{name}.log"), environment,
            line => line.Contains(awaited, StringComparison.Ordinal));
    }

    private static IPEndPoint EndPoint(ChildProcess process, string what)
    {
        try
        {
            var line = process.WaitForLine(what, StartLimit);
            var port = line[(line.IndexOf(NodeSettings.ListeningLine, StringComparison.Ordinal) + NodeSettings.ListeningLine.Length)..];
            return new IPEndPoint(IPAddress.Loopback, int.Parse(string.Concat(port.TakeWhile(char.IsAsciiDigit))));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    // PostgreSQL runs as another user and must be able to walk to its folder.
    private static string Open(string folder)
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        return folder;
    }
}
