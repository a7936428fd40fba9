using Chat.Node.Configuration;
using Chat.Protocol.Frames;
using Microsoft.IdentityModel.Tokens;

namespace Chat.Node.Tokens;

/// <summary>What the library is asked to check, and how its refusals read.</summary>
internal sealed partial class TokenValidator
{
    /// <summary>Times are checked by us, against the injected clock and with a code of their own.</summary>
    private static TokenValidationParameters Parameters(AuthSettings auth, string[] algorithms) => new()
    {
        ValidAlgorithms = algorithms,
        ValidateLifetime = false,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        // A key holder may set any kid, or none.
        TryAllIssuerSigningKeys = true,
        ValidateIssuer = auth.Issuer.Length > 0,
        ValidIssuer = auth.Issuer.Length > 0 ? auth.Issuer : null,
        ValidateAudience = auth.Audience.Length > 0,
        ValidAudience = auth.Audience.Length > 0 ? auth.Audience : null,
    };

    private string Known() => _externalKeys is null ? "HS256" : $"HS256, {string.Join(", ", _external.ValidAlgorithms)}";

    private static TokenValidation Invalid(string reason) => TokenValidation.Bad(ErrorCode.TokenInvalid, reason);

    private static string ReasonOf(Exception? failure) => failure switch
    {
        SecurityTokenInvalidIssuerException => "The token's issuer (iss) is not the one trusted here.",
        SecurityTokenInvalidAudienceException => "The token is for another audience (aud).",
        SecurityTokenSignatureKeyNotFoundException => "The token is signed with a key that is not known here.",
        SecurityTokenInvalidSignatureException => "The token's signature is wrong.",
        SecurityTokenInvalidAlgorithmException => "The token's algorithm is not accepted.",
        _ => "The token is not valid.",
    };
}
