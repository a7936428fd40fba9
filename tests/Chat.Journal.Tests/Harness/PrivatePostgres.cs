using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Npgsql;

namespace Chat.Journal.Tests.Harness;

/// <summary>A PostgreSQL server of the tests' own, that they may stop, kill and start again. As root it runs as the user postgres.</summary>
public sealed class PrivatePostgres : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-postgres-").FullName;
    private readonly int _port = FreePort();
    private string? _binaries;
    private Process? _server;

    private string Data => Path.Combine(_folder, "data");

    internal string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false";

    /// <summary>As the host would give it.</summary>
    internal string Server => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";

    /// <summary>Starts it at its first use.</summary>
    internal async Task ReadyAsync()
    {
        Skip.If(OperatingSystem.IsWindows(), "the tests that stop PostgreSQL need signals");
        _binaries ??= Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Max(StringComparer.Ordinal)
            : null;
        Skip.If(_binaries is null, "no PostgreSQL binaries below /usr/lib/postgresql");
        if (!Directory.Exists(Data))
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("777", 8));
            using var init = Start("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            await init.WaitForExitAsync();
            Assert.True(init.ExitCode == 0, $"initdb failed: {await init.StandardError.ReadToEndAsync()}");
        }

        if (_server is null or { HasExited: true }) await StartAsync();
    }

    /// <summary>Until it answers; after a kill its children may still be leaving.</summary>
    internal Task StartAsync() => Eventually.HoldsAsync(
        async () =>
        {
            if (_server is null or { HasExited: true })
            {
                _server?.Dispose();
                _server = Start(
                    "postgres", "-D", Data, "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}",
                    "-c", "max_connections=200", "-c", "log_min_messages=fatal", "-c", "shared_buffers=64MB");
                _server.OutputDataReceived += (_, _) => { };
                _server.ErrorDataReceived += (_, _) => { };
                _server.BeginErrorReadLine();
                _server.BeginOutputReadLine();
            }

            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString);
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        },
        "PostgreSQL answers");

    internal Task StopFastAsync() => EndAsync(PosixSignals.Interrupt);

    /// <summary>Without a checkpoint: it recovers from its log at the next start.</summary>
    internal Task StopImmediatelyAsync() => EndAsync(PosixSignals.Quit);

    internal Task KillAsync() => EndAsync(PosixSignals.Kill);

    internal async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // written in the tests
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteNonQueryAsync();
    }

    internal Task TerminateConnectionsAsync(string database) => ExecuteAsync(
        $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}' and pid <> pg_backend_pid()");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is { HasExited: false }) await StopImmediatelyAsync();
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync(int signal)
    {
        PosixSignals.Send(_server!.Id, signal);
        await _server.WaitForExitAsync();
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        var path = Path.Combine(_binaries!, program);
        if (Environment.UserName == "root")
        {
            start.FileName = "setpriv"; // replaces itself by the program, so the process is the server
            foreach (var argument in new[] { "--reuid=postgres", "--regid=postgres", "--clear-groups", path })
                start.ArgumentList.Add(argument);
        }
        else
        {
            start.FileName = path;
        }

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Signals by number, which .NET can only send as a kill.</summary>
internal static partial class PosixSignals
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;

    public static void Send(int process, int signal) => Assert.Equal(0, kill(process, signal));

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable SYSLIB1054, CA5392, IDE1006
    private static extern int kill(int process, int signal);
#pragma warning restore SYSLIB1054, CA5392, IDE1006
}

[CollectionDefinition(Name)]
public sealed class PrivatePostgresCollection : ICollectionFixture<PrivatePostgres>
{
    public const string Name = "a PostgreSQL that may be stopped";
}
