using Chat.Node.Configuration;

namespace Chat.Node.Connections.Handshake;

/// <summary>
/// Which pages may open a socket: those of the node's own address and of the configured origins. What sends no <c>Origin</c> is no
/// browser, and has no cookies or network position of somebody else to abuse.
/// </summary>
internal sealed class OriginPolicy
{
    private readonly bool _any;
    private readonly HashSet<string> _allowed;
    private readonly string? _publicAuthority;

    public OriginPolicy(HttpSettings http)
    {
        _any = http.AllowedOrigins.Contains("*");
        _allowed = http.AllowedOrigins.Select(origin => origin.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _publicAuthority = http.PublicUrl is { } url ? AuthorityOf(url) : null;
    }

    public bool Allows(string? origin, string host)
    {
        if (string.IsNullOrEmpty(origin) || _any || _allowed.Contains(origin))
            return true;
        var authority = AuthorityOf(origin);
        return authority is not null && (Same(authority, WithoutDefaultPort(host)) || Same(authority, _publicAuthority));
    }

    private static bool Same(string authority, string? other) => string.Equals(authority, other, StringComparison.OrdinalIgnoreCase);

    private static string? AuthorityOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return null; // "null" is the origin of a sandboxed page
        var rest = url.AsSpan(scheme + 3);
        var end = rest.IndexOf('/');
        return WithoutDefaultPort((end < 0 ? rest : rest[..end]).ToString());
    }

    // A proxy that ends TLS leaves the scheme unknown here, so the default port of either scheme is none.
    private static string WithoutDefaultPort(string authority) =>
        authority.EndsWith(":443", StringComparison.Ordinal) ? authority[..^4]
        : authority.EndsWith(":80", StringComparison.Ordinal) ? authority[..^3]
        : authority;
}
