using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol.Admin;

namespace Chat.Admin;

/// <summary>A session with the command host of a node.</summary>
internal sealed class AdminConnection : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly TcpClient _tcp;
    private readonly Stream _stream;
    private readonly LineReader _lines;
    private int _lastNumber;

    private AdminConnection(TcpClient tcp, Stream stream) =>
        (_tcp, _stream, _lines) = (tcp, stream, new LineReader(stream, AdminWire.MaxServerLine));

    /// <summary>What the node has said of itself, its palettes among it.</summary>
    public ServerLine Hello { get; private set; } = new();

    public IReadOnlyList<PaletteDefinition> Palettes => Hello.Palettes ?? [];

    /// <exception cref="ConnectionException">There is no session to be had.</exception>
    public static async Task<AdminConnection> OpenAsync(ClientOptions options, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ConnectLimit);
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(options.Host, options.Port, limit.Token);
            var connection = new AdminConnection(tcp, options.Tls ? await SecureAsync(tcp, options, limit.Token) : tcp.GetStream());
            await connection.GreetAsync(options, limit.Token);
            return connection;
        }
        catch (Exception e)
        {
            tcp.Dispose();
            if (e is OperationCanceledException && cancellation.IsCancellationRequested) throw;
            throw e switch
            {
                ConnectionException => e,
                OperationCanceledException => new ConnectionException($"{options.Address} does not answer. Is it the admin port of a node (and --tls as it wants it)?"),
                SocketException => new ConnectionException(
                    $"Cannot connect to {options.Address}: {e.Message}. The admin port of a node comes first on the command line (host:port), or from PBM_HOST."),
                AuthenticationException or CryptographicException => new ConnectionException($"No secure connection to {options.Address}: {e.Message}"),
                IOException or InvalidDataException => new ConnectionException($"{options.Address} does not speak the admin protocol ({e.Message})"),
                _ => e,
            };
        }
    }

    /// <summary>Runs a command; each line of its answer is given to <paramref name="take"/>, the final one too. Cancelling ends the command at the node.</summary>
    /// <exception cref="ConnectionException">The node has ended the session, or has gone.</exception>
    public async Task<ServerLine> RunAsync(string command, Action<ServerLine> take, CancellationToken cancellation)
    {
        var number = ++_lastNumber;
        try
        {
            await SendAsync(new ClientLine { Run = number, Command = command });
            await using var end = cancellation.Register(() => { _ = CancelAsync(number); });
            while (true)
            {
                var line = await ReadAsync(CancellationToken.None);
                if (line.To != number) continue;
                take(line);
                if (line.Final == true) return line;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidDataException)
        {
            throw new ConnectionException($"The connection has broken: {e.Message}");
        }
    }

    private async Task GreetAsync(ClientOptions options, CancellationToken cancellation)
    {
        await SendAsync(new ClientLine
        {
            Hello = AdminWire.Version, Client = $"pbm/{AdminClient.Version}", User = Environment.UserName, Machine = Environment.MachineName, Token = options.Token,
        });
        Hello = await ReadAsync(cancellation);
        if (Hello.Hello != AdminWire.Version) throw new ConnectionException($"The node speaks version {Hello.Hello} of the admin protocol, this client {AdminWire.Version}.");
    }

    private async Task CancelAsync(int number)
    {
        try
        {
            await SendAsync(new ClientLine { Cancel = number });
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Gone: so has the command.
        }
    }

    private async Task<ServerLine> ReadAsync(CancellationToken cancellation)
    {
        if (await _lines.ReadAsync(cancellation) is not { } bytes) throw new ConnectionException("The node has closed the connection.");
        var line = AdminJson.ServerLine(bytes.Span) ?? throw new InvalidDataException("a line that is no JSON");
        return line.Bye is { } reason ? throw new ConnectionException($"The node has ended the session: {reason}") : line;
    }

    private async Task SendAsync(ClientLine line)
    {
        await _stream.WriteAsync(AdminJson.ToLine(line));
        await _stream.FlushAsync();
    }

    private static async Task<Stream> SecureAsync(TcpClient tcp, ClientOptions options, CancellationToken cancellation)
    {
        var secure = new SslStream(tcp.GetStream());
        var authentication = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.CaFile is { } file)
        {
            var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            try
            {
                trusted.CustomTrustStore.ImportFromPemFile(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ConnectionException($"--ca: {e.Message}");
            }

            authentication.CertificateChainPolicy = trusted;
        }

        await secure.AuthenticateAsClientAsync(authentication, cancellation);
        return secure;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
    }
}

/// <summary>There is no connection to the node, or no more.</summary>
internal sealed class ConnectionException(string message) : Exception(message);
