using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Chat.Bench.Nodes;

/// <summary>
/// A PostgreSQL cluster of one's own: made in a temporary folder, on a free port of loopback, durable as in production, gone at the
/// end. Root may not run PostgreSQL, so for root it runs as the user <c>postgres</c>.
/// </summary>
internal sealed class PrivatePostgres : IDisposable
{
    private const int FastShutdown = 2; // SIGINT: roll back what is open, write out, stop

    private const string Superuser = "postgres";

    private readonly string _folder;
    private readonly ChildProcess _server;
    private readonly int _port;
    private int _databases;

    /// <param name="settings">Over those of every run.</param>
    public PrivatePostgres(string workFolder, IReadOnlyList<(string Name, string Value)> settings)
    {
        _folder = Path.Combine(workFolder, $"postgres-{Guid.NewGuid():N}"[..24]);
        Directory.CreateDirectory(_folder);
        var data = Path.Combine(_folder, "data");
        if (Environment.UserName == "root")
            Run("chown", ["postgres", _folder]);
        Run(Program("initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync"], asPostgres: true);

        _port = FreePort();
        var (file, arguments) = AsPostgres(Program("postgres"), [
            "-D", data, "-p", $"{_port}", "-k", _folder, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB",
            .. settings.SelectMany(setting => (string[])["-c", $"{setting.Name}={setting.Value}"]),
        ]);
        _server = new ChildProcess(file, arguments, "/", Path.Combine(workFolder, "postgres.log"), new Dictionary<string, string>(),
            line => line.Contains("ready to accept connections", StringComparison.Ordinal));
        _server.WaitForLine("PostgreSQL", TimeSpan.FromSeconds(60));
        Pid = int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First());
        AppDomain.CurrentDomain.ProcessExit += StopWithUs;
    }

    /// <summary>The postmaster; every connection is a child of it.</summary>
    public int Pid { get; }

    /// <summary>
    /// Makes an empty database and returns how its owner reaches it, and how an observer does: as a superuser, for whom the server keeps
    /// a few connections free when the owner has taken all others.
    /// </summary>
    public (string Owner, string Observer) CreateDatabase()
    {
        var name = $"bench{++_databases}";
        var role = _databases == 1 ? "create role chat login" : "select 1";
        using var connection = new NpgsqlConnection(ConnectionString("postgres", Superuser) + ";Pooling=false");
        connection.Open();
        // The checkpoint writes out what the run before left dirty, so that this run does not pay for it.
        foreach (var sql in (string[])["checkpoint", role, $"create database {name} owner chat"])
        {
            using var command = new NpgsqlCommand(sql, connection);
            command.ExecuteNonQuery();
        }

        return (ConnectionString(name, "chat"), ConnectionString(name, Superuser));
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopWithUs;
        NpgsqlConnection.ClearAllPools();
        ChildProcess.Signal(Pid, FastShutdown);
        for (var waited = 0; Directory.Exists($"/proc/{Pid}") && waited < 30_000; waited += 100)
            Thread.Sleep(100);
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The termination that its parent passes on would wait for clients to leave.
    private void StopWithUs(object? sender, EventArgs e) => ChildProcess.Signal(Pid, FastShutdown);

    private string ConnectionString(string database, string user) => $"Host=127.0.0.1;Port={_port};Username={user};Database={database}";

    /// <summary>From PATH, else the newest of Debian's versioned folders.</summary>
    private static string Program(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0)
                .Select(d => Path.Combine(d, "bin")));
        }

        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists)
            ?? throw new BenchException($"PostgreSQL's {name} is neither on PATH nor under /usr/lib/postgresql.");
    }

    private static (string File, string[] Arguments) AsPostgres(string file, string[] arguments) => Environment.UserName == "root"
        ? ("runuser", ["-u", "postgres", "--", file, .. arguments])
        : (file, arguments);

    private static void Run(string file, string[] arguments, bool asPostgres = false)
    {
        var (program, all) = asPostgres ? AsPostgres(file, arguments) : (file, arguments);
        var start = new ProcessStartInfo(program, all) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new BenchException($"{Path.GetFileName(file)} ended with {process.ExitCode}: {errors.Trim()}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
