using Chat.Faults.Tests.Network;

namespace Chat.Faults.Tests.Processes;

/// <summary>A PostgreSQL of the run's own, with durable commits, that can be restarted under its users. Runs as <c>postgres</c>, since it refuses root.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly TestNetwork _network;
    private readonly string _data;
    private readonly string _logFile;
    private NamespaceProcess _process;

    private PostgresServer(TestNetwork network, string folder, string logFile)
    {
        (_network, _data, _logFile) = (network, Path.Combine(folder, "data"), logFile);
        _process = Launch();
    }

    public string ConnectionString => $"Host={_network.HubAddress};Port=5432;Username=postgres;Database=postgres";

    private static string? Binaries => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? WhyNot() => Binaries is null ? "no PostgreSQL under /usr/lib/postgresql: install postgresql" : null;

    public static async Task<PostgresServer> StartAsync(TestNetwork network, string folder, string logFile)
    {
        Directory.CreateDirectory(folder);
        await SystemCommand.RunAsync("chown", "postgres", folder);
        await SystemCommand.RunAsync("setpriv", [.. AsPostgres, Path.Combine(Binaries!, "initdb"),
            "-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await File.AppendAllTextAsync(Path.Combine(folder, "data", "pg_hba.conf"), $"host all all {network.HubAddress}/24 trust\n");
        var server = new PostgresServer(network, folder, logFile);
        await server._process.ReadyAsync(StartLimit);
        return server;
    }

    /// <param name="signal"><see cref="Signal.Interrupt"/>: fast, what is open is rolled back. <see cref="Signal.Quit"/>: immediate, as a crash; it recovers from its log.</param>
    public async Task RestartAsync(Signal signal)
    {
        await _process.EndAsync(signal);
        _process.Dispose();
        _process = Launch();
        await _process.ReadyAsync(StartLimit);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.EndAsync(Signal.Quit); // its children go with it
        _process.Dispose();
    }

    private static string[] AsPostgres => ["--reuid=postgres", "--regid=postgres", "--clear-groups"];

    private NamespaceProcess Launch() => NamespaceProcess.Start(
        _network.Hub, _logFile, "ready to accept connections", new Dictionary<string, string>(),
        ["setpriv", .. AsPostgres, Path.Combine(Binaries!, "postgres"), "-D", _data, "-p", "5432",
            "-c", $"listen_addresses={_network.HubAddress}", "-c", "unix_socket_directories=", "-c", "fsync=on", "-c", "synchronous_commit=on",
            "-c", "max_connections=300", "-c", "shared_buffers=128MB", "-c", "log_connections=off"]);
}
