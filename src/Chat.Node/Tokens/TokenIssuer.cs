using Chat.Node.Configuration;
using Chat.Protocol.Ids;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Chat.Node.Tokens;

/// <summary>An access token and its end, Unix milliseconds.</summary>
internal readonly record struct IssuedToken(string Text, long ExpiresAt);

/// <summary>The embedded issuer of access tokens.</summary>
internal sealed class TokenIssuer
{
    public const string DeviceClaim = "device_id";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly AuthSettings _settings;
    private readonly TimeProvider _time;
    private readonly IRandomness _randomness;

    public TokenIssuer(ChatSettings settings, SigningKey key, TimeProvider time, IRandomness randomness)
    {
        _settings = settings.Auth;
        _time = time;
        _randomness = randomness;
        _credentials = new SigningCredentials(new SymmetricSecurityKey(key.Bytes), SecurityAlgorithms.HmacSha256);
    }

    /// <summary>A token that is good for one device only.</summary>
    /// <param name="notBefore">
    /// Unix seconds from which tokens of the device count: the token is issued then, where that is still to come. A sign-in in the
    /// same second as a sign-out thus gives a token that counts.
    /// </param>
    public IssuedToken Issue(UserId user, DeviceId device, long notBefore)
    {
        var now = _time.GetUtcNow();
        var expires = now + _settings.AccessTokenLifetime;
        var expiresSeconds = expires.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = user.Value,
            [DeviceClaim] = device.Value,
            [JwtRegisteredClaimNames.Iat] = Math.Max(now.ToUnixTimeSeconds(), notBefore),
            [JwtRegisteredClaimNames.Exp] = expiresSeconds,
            [JwtRegisteredClaimNames.Jti] = _randomness.Text(26),
        };
        if (_settings.Issuer.Length > 0)
            claims[JwtRegisteredClaimNames.Iss] = _settings.Issuer;
        if (_settings.Audience.Length > 0)
            claims[JwtRegisteredClaimNames.Aud] = _settings.Audience;
        var text = _handler.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = _credentials });
        return new IssuedToken(text, expiresSeconds * 1000);
    }
}
