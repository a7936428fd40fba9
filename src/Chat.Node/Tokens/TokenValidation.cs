using System.Diagnostics.CodeAnalysis;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Tokens;

/// <summary>What a valid token says.</summary>
/// <param name="UserId">From <c>sub</c>.</param>
/// <param name="Device">From <c>device_id</c>: the only device the token is good for; null where it is good for any.</param>
/// <param name="IssuedAt">From <c>iat</c>, Unix seconds; 0 where the token does not say, so that any revocation ends it.</param>
/// <param name="ExpiresAt">From <c>exp</c>, Unix milliseconds.</param>
public sealed record TokenClaims(UserId UserId, DeviceId? Device, long IssuedAt, long ExpiresAt)
{
    /// <summary>Whether the token may be used by this device.</summary>
    public bool IsFor(DeviceId device) => Device is null || Device == device;
}

/// <summary>The answer to a token: its claims, or why it is not good.</summary>
public readonly record struct TokenValidation
{
    private TokenValidation(TokenClaims? claims, ErrorCode error, string? reason) => (Claims, Error, Reason) = (claims, error, reason);

    /// <summary>Null where the token is not good.</summary>
    public TokenClaims? Claims { get; }

    /// <summary>
    /// <see cref="ErrorCode.TokenInvalid"/>, <see cref="ErrorCode.TokenExpired"/>, or <see cref="ErrorCode.Unavailable"/> where the
    /// external issuer's keys cannot be had for the moment. Means nothing for a good token.
    /// </summary>
    public ErrorCode Error { get; }

    /// <summary>For the client's developer; never holds the token.</summary>
    public string? Reason { get; }

    [MemberNotNullWhen(true, nameof(Claims))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsValid => Claims is not null;

    public static TokenValidation Good(TokenClaims claims) => new(claims, default, null);

    public static TokenValidation Bad(ErrorCode error, string reason) => new(null, error, reason);
}
