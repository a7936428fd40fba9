using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Chat.Node.Admin.Commands;
using Chat.Node.Configuration;

namespace Chat.Node.Admin;

/// <summary>
/// Listens for admin clients where the section <c>petabridge.cmd</c> says. A port that another process holds is tried again and again: nobody
/// who chats is the worse for it, and at a restart the predecessor may still be leaving.
/// </summary>
internal sealed partial class AdminHost(
    ChatSettings settings, ActorSystem system, AdminSessions sessions, CommandRunner runner, TimeProvider time, ILogger<AdminHost> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _strangers = new(2 * AdminSessions.Most); // those with a session included
    private X509Certificate2? _certificate;
    private long _lastSession;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The operator's own HOCON may say something else than the settings, which were checked.
        if (!IPAddress.IsLoopback(Endpoint.Address) && settings.Admin.Token.Length == 0)
            throw new SettingsException("Admin:Token", $"is empty; a command host that others can reach (petabridge.cmd.host = {Endpoint.Address}) needs one.");
        _certificate = AdminCertificate.Of(settings.Admin);
        if (system.Settings.Config.GetBoolean("petabridge.cmd.log-palettes-on-startup", true))
            LogPalettes(string.Join(", ", runner.Palettes.Select(p => p.Name)));
        var listener = TryListen();
        if (listener is null) LogTaken(Endpoint.ToString());
        else await AnnounceAsync(listener);
        _first = listener;
        await base.StartAsync(cancellationToken);
    }

    private TcpListener? _first;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = _first;
        while (listener is null)
        {
            await Task.Delay(Again, time, stoppingToken);
            listener = TryListen();
            if (listener is not null) await AnnounceAsync(listener);
        }

        using (listener)
            while (true)
            {
                await _strangers.WaitAsync(stoppingToken);
                if (await AcceptAsync(listener, stoppingToken) is { } client) _ = ServeAsync(client, stoppingToken);
                else _strangers.Release();
            }
    }

    /// <returns>Null where that failed, as when no file handle is left.</returns>
    private async Task<TcpClient?> AcceptAsync(TcpListener listener, CancellationToken stop)
    {
        try
        {
            return await listener.AcceptTcpClientAsync(stop);
        }
        catch (SocketException e)
        {
            LogNotAccepted(e.Message);
            await Task.Delay(Again, time, stop);
            return null;
        }
    }

    private IPEndPoint Endpoint => new(
        AdminRules.AddressOf(system.Settings.Config.GetString("petabridge.cmd.host", settings.Admin.Host))
        ?? throw new SettingsException("Admin:Host", "is not an IP address."),
        system.Settings.Config.GetInt("petabridge.cmd.port", settings.Admin.Port));

    /// <returns>Null where the port is taken.</returns>
    private TcpListener? TryListen()
    {
        var listener = new TcpListener(Endpoint);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            listener.Dispose();
            return null;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new SettingsException("Admin:Host", $"{Endpoint} cannot be bound: {e.Message}");
        }
    }

    private static Task AnnounceAsync(TcpListener listener)
    {
        var bound = (IPEndPoint)listener.LocalEndpoint;
        var shown = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.Loopback, bound.Port) : bound;
        return Console.Out.WriteLineAsync($"Admin on {shown}");
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        try
        {
            using (client)
            {
                // A client that has vanished is noticed, although nothing is said for long in a session.
                client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                client.Client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
                client.Client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
                client.NoDelay = true;
                var from = client.Client.RemoteEndPoint?.ToString() ?? "?";
                var name = string.Create(CultureInfo.InvariantCulture, $"admin-{Interlocked.Increment(ref _lastSession)}");
                var stream = await StreamOfAsync(client, stop);
                await using (stream)
                {
                    using var session = new AdminSession(stream, from, name, sessions, runner, time);
                    await session.RunAsync(stop);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or AuthenticationException or ObjectDisposedException)
        {
            // The client has gone, or was none.
        }
#pragma warning disable CA1031 // it ends this client and no other
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e);
        }
        finally
        {
            _strangers.Release();
        }
    }

    private async Task<Stream> StreamOfAsync(TcpClient client, CancellationToken stop)
    {
        if (_certificate is null) return client.GetStream();
        var secure = new SslStream(client.GetStream());
        using var limit = new CancellationTokenSource(HandshakeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, either.Token);
        return secure;
    }

    public override void Dispose()
    {
        _certificate?.Dispose();
        _strangers.Dispose();
        base.Dispose();
    }

    [LoggerMessage(1, LogLevel.Information, "Admin palettes: {Palettes}")]
    private partial void LogPalettes(string palettes);

    [LoggerMessage(2, LogLevel.Warning, "Admin: {Endpoint} is taken by another process (Chat__Admin__Port); trying again until it is free")]
    private partial void LogTaken(string endpoint);

    [LoggerMessage(4, LogLevel.Warning, "Admin: a client was not accepted: {Reason}")]
    private partial void LogNotAccepted(string reason);

    [LoggerMessage(3, LogLevel.Error, "Admin: a session has ended by a fault")]
    private partial void LogFault(Exception cause);
}
