using Chat.Node.Configuration;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Chat.Node.Tokens;

/// <summary>
/// Tokens of the embedded issuer (HS256) and of an external one (asymmetric). The algorithm in the header decides which set of keys is
/// asked, and each set knows only its own algorithms: a public key can never serve as an HMAC secret, and <c>none</c> is in neither.
/// </summary>
internal sealed partial class TokenValidator : ITokenValidator
{
    /// <summary>Clocks of issuers and nodes may be apart by this; a token is refused as expired only so much later.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How far in the future an <c>iat</c> may lie: signing out and in within one second moves it ahead by seconds. Beyond, it would
    /// make a token that no sign-out of today ends.
    /// </summary>
    public static readonly TimeSpan IssuedAhead = TimeSpan.FromMinutes(5);

    /// <summary>What fits the first frame of a socket.</summary>
    public const int MaximumTokenLength = 8 * 1024;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaximumTokenLength, MapInboundClaims = false };
    private readonly TokenValidationParameters _embedded;
    private readonly TokenValidationParameters _external;
    private readonly ExternalKeys? _externalKeys;
    private readonly TimeProvider _time;

    public TokenValidator(ChatSettings settings, SigningKey key, TimeProvider time, ExternalKeys? externalKeys)
    {
        _time = time;
        _externalKeys = externalKeys;
        _embedded = Parameters(settings.Auth, [SecurityAlgorithms.HmacSha256]);
        _embedded.IssuerSigningKey = new SymmetricSecurityKey(key.Bytes);
        _external = Parameters(settings.Auth, ExternalAlgorithms);
    }

    private static string[] ExternalAlgorithms =>
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public async ValueTask<TokenValidation> ValidateAsync(string token, CancellationToken cancellation)
    {
        if (Read(token) is not { } jwt)
            return Invalid("The token is not a JWT.");
        if (jwt.TryGetHeaderValue<object>("crit", out _))
            return Invalid("The token's header demands extensions (crit) that are not known here.");
        if (jwt.Alg == SecurityAlgorithms.HmacSha256)
            return ReadClaims(jwt, await _handler.ValidateTokenAsync(jwt, _embedded));
        if (_externalKeys is not null && _external.ValidAlgorithms.Contains(jwt.Alg))
            return await ValidateExternalAsync(jwt, _externalKeys, cancellation);
        return Invalid($"Tokens are not accepted with this algorithm; known: {Known()}.");
    }

    private async ValueTask<TokenValidation> ValidateExternalAsync(JsonWebToken jwt, ExternalKeys source, CancellationToken cancellation)
    {
        var keys = await source.GetAsync(jwt.Kid, cancellation);
        if (keys.Count == 0)
            return TokenValidation.Bad(ErrorCode.Unavailable, "The keys of the token's issuer cannot be fetched at the moment.");
        var parameters = _external.Clone();
        parameters.IssuerSigningKeys = keys;
        return ReadClaims(jwt, await _handler.ValidateTokenAsync(jwt, parameters));
    }

    private JsonWebToken? Read(string token)
    {
        if (token.Length is 0 or > MaximumTokenLength)
            return null;
        try
        {
            return _handler.ReadJsonWebToken(token);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or FormatException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private TokenValidation ReadClaims(JsonWebToken jwt, TokenValidationResult result)
    {
        if (!result.IsValid)
            return Invalid(ReasonOf(result.Exception));
        var now = _time.GetUtcNow();
        if (!jwt.TryGetPayloadValue<object>(JwtRegisteredClaimNames.Exp, out _) || jwt.ValidTo == DateTime.MinValue)
            return Invalid("The token has no exp.");
        var expires = new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero);
        if (expires + ClockSkew <= now)
            return TokenValidation.Bad(ErrorCode.TokenExpired, $"The token expired at {expires:yyyy-MM-dd HH:mm:ss}Z.");
        if (jwt.ValidFrom != DateTime.MinValue && new DateTimeOffset(jwt.ValidFrom, TimeSpan.Zero) > now + ClockSkew)
            return Invalid("The token is not valid yet (nbf).");
        var issued = jwt.IssuedAt == DateTime.MinValue ? 0 : new DateTimeOffset(jwt.IssuedAt, TimeSpan.Zero).ToUnixTimeSeconds();
        if (issued > (now + IssuedAhead).ToUnixTimeSeconds())
            return Invalid("The token was issued in the future (iat).");
        if (!UserId.TryParse(jwt.Subject, out var user))
            return Invalid("The token's sub is not a user id: 1 to 255 bytes without control characters.");
        if (!TryReadDevice(jwt, out var device))
            return Invalid("The token's device_id is not a device id: 1 to 64 bytes without control characters.");
        return TokenValidation.Good(new TokenClaims(user, device, issued, expires.ToUnixTimeMilliseconds()));
    }

    private static bool TryReadDevice(JsonWebToken jwt, out DeviceId? device)
    {
        device = null;
        if (!jwt.TryGetPayloadValue<object>(TokenIssuer.DeviceClaim, out var value) || value is null)
            return true;
        if (value is not string text || !DeviceId.TryParse(text, out var id))
            return false;
        device = id;
        return true;
    }
}
