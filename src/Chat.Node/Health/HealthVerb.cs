using System.Net;
using System.Net.Sockets;
using Chat.Node.Configuration;

namespace Chat.Node.Health;

/// <summary>
/// <c>Chat.Node health</c>: asks the node that runs with the same configuration for its <c>/health</c>, and ends with 0 for 200, else with 1 and
/// one line. It is the health check of a container in which there is no shell and no HTTP client; it starts no host and needs no database.
/// </summary>
internal static class HealthVerb
{
    private const string Verb = "health";

    /// <summary>Shorter than any sensible period between two checks, and than the timeout in the Dockerfile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static bool IsAskedFor(string[] args) => args is [Verb, ..];

    /// <exception cref="UnhealthyException">The node says that it may not take traffic, or says nothing.</exception>
    public static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args[1..]);
        await AskAsync(AddressOf(SettingsReader.Read(builder.Configuration).Http), Patience);
    }

    internal static async Task AskAsync(Uri address, TimeSpan patience)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = patience };
        try
        {
            using var answer = await http.GetAsync(address);
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new UnhealthyException($"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            throw new UnhealthyException($"{address}: {(e is HttpRequestException ? e.Message : $"no answer within {patience.TotalSeconds:0.#} s")}", e);
        }
    }

    /// <summary>A listener on all addresses is asked on loopback.</summary>
    internal static Uri AddressOf(HttpSettings settings)
    {
        if (settings.Port == 0)
            throw new SettingsException("Http:Port", $"is 0, a free port that only the node itself knows; {Verb} needs a fixed one.");
        var host = settings.Host switch
        {
            "*" or "" or "localhost" or "0.0.0.0" => "127.0.0.1",
            "::" => "[::1]",
            var other => IPAddress.TryParse(other, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : other,
        };
        return new Uri($"http://{host}:{settings.Port}/health");
    }
}
