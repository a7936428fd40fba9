using System.Net;
using Chat.Node.Configuration;

namespace Chat.Node.Connections.Handshake;

/// <summary>
/// Whose address limits are counted on: the peer's, or, behind a proxy that is configured as trusted, the last address in
/// <c>X-Forwarded-For</c> that is not a trusted proxy's own. Anybody can send that header, so nobody else's is believed.
/// </summary>
public sealed class ClientAddresses(ConnectionLimits limits)
{
    private const int Ipv6PrefixBytes = 8;

    private readonly IPNetwork[] _trusted = [.. limits.TrustedProxies.Select(Parse)];

    /// <summary>Of whoever has sent the request.</summary>
    public IPAddress Resolve(HttpContext http) =>
        Resolve(http.Connection.RemoteIpAddress, http.Request.Headers.TryGetValue("X-Forwarded-For", out var forwarded) ? forwarded.ToString() : null);

    /// <param name="peer">Of the TCP connection.</param>
    /// <param name="forwardedFor">The header's value; null where there is none.</param>
    public IPAddress Resolve(IPAddress? peer, string? forwardedFor)
    {
        var address = Normal(peer ?? IPAddress.None);
        if (forwardedFor is null)
            return Unit(address);
        var chain = forwardedFor.Split(',', StringSplitOptions.TrimEntries);
        for (var i = chain.Length - 1; i >= 0 && IsTrusted(address); i--)
        {
            if (!IPEndPoint.TryParse(chain[i], out var next)) // with or without a port
                break;
            address = Normal(next.Address);
        }

        return Unit(address);
    }

    private bool IsTrusted(IPAddress address)
    {
        foreach (var network in _trusted)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    private static IPAddress Normal(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>A subscriber of IPv6 has a /64 to himself, so that is what counts as one address.</summary>
    private static IPAddress Unit(IPAddress address)
    {
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(Ipv6PrefixBytes).Clear();
        return new IPAddress(bytes);
    }

    private static IPNetwork Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new FormatException($"Chat:Limits:TrustedProxies: \"{text}\" is neither an address nor a network such as 10.0.0.0/8.");
    }
}
