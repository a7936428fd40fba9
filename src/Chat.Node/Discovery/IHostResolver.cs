using System.Net;

namespace Chat.Node.Discovery;

/// <summary>The addresses of a name; a seam for tests.</summary>
internal interface IHostResolver
{
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name, or no server answers.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation);
}

/// <summary>As the system does it: its servers, its search domains.</summary>
internal sealed class SystemHostResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) => Dns.GetHostAddressesAsync(host, cancellation);
}
