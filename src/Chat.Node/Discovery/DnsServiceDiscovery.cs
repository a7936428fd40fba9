using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Discovery;

namespace Chat.Node.Discovery;

/// <summary>
/// <c>chat-dns</c>: the addresses (A, AAAA) behind a name, such as that of a headless service, which has one per pod. Needs no rights at any API.
/// Addresses have no ports: whoever looks them up has to know (the bootstrap's <c>fallback-port</c>).
/// </summary>
public sealed class DnsServiceDiscovery : ServiceDiscovery
{
    private readonly IHostResolver _resolver;

    /// <summary>As Akka.Discovery makes it.</summary>
    public DnsServiceDiscovery(ExtendedActorSystem system)
        : this(new SystemHostResolver())
    {
    }

    /// <summary>As Akka.Discovery makes it where several are configured.</summary>
    public DnsServiceDiscovery(ExtendedActorSystem system, Config config)
        : this(new SystemHostResolver())
    {
    }

    internal DnsServiceDiscovery(IHostResolver resolver) => _resolver = resolver;

    public override async Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout)
    {
        using var limit = new CancellationTokenSource(resolveTimeout);
        try
        {
            // The system's resolver does not always let itself be cancelled.
            var addresses = await _resolver.ResolveAsync(lookup.ServiceName, limit.Token).WaitAsync(limit.Token);
            // A pod with an address of each kind is one contact point, not two: counted twice it would vouch for itself.
            var versions4 = addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork).ToList();
            return new Resolved(
                lookup.ServiceName,
                [.. (versions4.Count > 0 ? versions4 : [.. addresses]).Distinct().Select(address => new ResolvedTarget(address.ToString(), null, address))]);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            // A headless service without pods has no name yet: that is an answer.
            return new Resolved(lookup.ServiceName, []);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            throw new DiscoveryException($"DNS did not tell the addresses of {lookup.ServiceName} within {resolveTimeout.TotalSeconds:0.#} s ({e.Message})", e);
        }
    }
}
