using Chat.Node.Tokens;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections.Harness;

/// <summary>Tokens in clear: <c>user|device|exp</c>, where device may be empty; <c>bad</c> and <c>expired</c> are what they say.</summary>
internal sealed class TestTokens : ITokenValidator, IRevocations
{
    public const long Never = 4_000_000_000_000;

    public static string For(string user, string device = "", long expiresAt = Never) => $"{user}|{device}|{expiresAt}";

    public ValueTask<TokenValidation> ValidateAsync(string token, CancellationToken cancellation) => new(Validate(token));

    public ValueTask<bool> IsRevokedAsync(TokenClaims claims, CancellationToken cancellation) => new(false);

    private static TokenValidation Validate(string token)
    {
        if (token == "expired")
            return TokenValidation.Bad(ErrorCode.TokenExpired, "The token has expired.");
        var parts = token.Split('|');
        return parts.Length == 3
            ? TokenValidation.Good(new TokenClaims(
                new UserId(parts[0]), parts[1].Length == 0 ? null : new DeviceId(parts[1]), IssuedAt: 1, long.Parse(parts[2])))
            : TokenValidation.Bad(ErrorCode.TokenInvalid, "The token is not one of ours.");
    }
}
