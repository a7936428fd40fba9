using System.Collections.Immutable;
using System.Net;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Bootstrap;

/// <summary>Which contact points are asked, in which order they stand, and where.</summary>
internal static class ContactPoints
{
    /// <summary>Bytes of the address, the shorter first; then the host, then the port. Every node must come to the same, also the official package's.</summary>
    public static IComparer<ResolvedTarget> ByAddress { get; } = Comparer<ResolvedTarget>.Create(Compare);

    /// <summary>
    /// Where no port was asked for by name, and discovery tells several of one host, the one for management: a pod also has ports for
    /// remoting and clients.
    /// </summary>
    public static ImmutableHashSet<ResolvedTarget> Of(IEnumerable<ResolvedTarget> found, BootstrapSettings settings)
    {
        var usable = found.Where(target => target.Host is not null || target.Address is not null);
        if (settings.Lookup.PortName is not null || !settings.FilterOnFallbackPort) return [.. usable];
        return [.. usable.GroupBy(target => target.Host).SelectMany(host =>
            host.Count() > 1 && host.Any(target => target.Port is not null) ? host.Where(target => target.Port == settings.FallbackPort) : host)];
    }

    public static Uri BaseAddress(ResolvedTarget target, BootstrapSettings settings) =>
        new UriBuilder(Uri.UriSchemeHttp, target.Address?.ToString() ?? target.Host, target.Port ?? settings.FallbackPort, settings.BasePath).Uri;

    public static string Text(ResolvedTarget target) => target.Port is { } port ? $"{target.Host}:{port}" : target.Host;

    private static int Compare(ResolvedTarget one, ResolvedTarget other)
    {
        var address = Compare(one.Address, other.Address);
        if (address != 0) return address;
        var host = string.CompareOrdinal(one.Host, other.Host);
        return host != 0 ? host : Nullable.Compare(one.Port, other.Port);
    }

    private static int Compare(IPAddress? one, IPAddress? other)
    {
        if (one is null || other is null) return one is not null ? -1 : other is not null ? 1 : 0;
        var (bytes, others) = (one.GetAddressBytes(), other.GetAddressBytes());
        return bytes.Length != others.Length ? bytes.Length.CompareTo(others.Length) : bytes.AsSpan().SequenceCompareTo(others);
    }
}
