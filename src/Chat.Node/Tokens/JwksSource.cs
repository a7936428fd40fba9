using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Chat.Node.Tokens;

/// <summary>Fetches an issuer's keys; any exception means that they cannot be had now.</summary>
internal interface IJwksSource
{
    Task<IReadOnlyList<SecurityKey>> FetchAsync(CancellationToken cancellation);
}

/// <summary>From a JWKS address, or from the one that the authority's discovery document names.</summary>
internal sealed class JwksSource(HttpClient http, string jwksUri, string authority) : IJwksSource
{
    public async Task<IReadOnlyList<SecurityKey>> FetchAsync(CancellationToken cancellation)
    {
        var address = jwksUri.Length > 0 ? jwksUri : await DiscoverAsync(cancellation);
        var set = new JsonWebKeySet(await http.GetStringAsync(new Uri(address), cancellation)) { SkipUnresolvedJsonWebKeys = true };
        // A symmetric key in a public document is no secret.
        return [.. set.GetSigningKeys().Where(key => key is AsymmetricSecurityKey || key is JsonWebKey { Kty: not JsonWebAlgorithmsKeyTypes.Octet })];
    }

    private async Task<string> DiscoverAsync(CancellationToken cancellation)
    {
        var document = $"{authority.TrimEnd('/')}/.well-known/openid-configuration";
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri(document), cancellation));
        var address = json.RootElement.TryGetProperty("jwks_uri", out var value) ? value.GetString() : null;
        return address is not null && IsTrustworthy(address)
            ? address
            : throw new InvalidDataException($"{document} names no jwks_uri that is https");
    }

    /// <summary>Keys that came over a line which others can write to are nobody's; loopback is for development.</summary>
    public static bool IsTrustworthy(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) &&
        (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseContentBufferSize = 1 << 20,
        };
}
