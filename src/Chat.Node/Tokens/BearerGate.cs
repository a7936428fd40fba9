using Chat.Node.Problems;
using Chat.Protocol.Frames;

namespace Chat.Node.Tokens;

/// <summary>Lets requests with a good bearer token through, and remembers whose they are.</summary>
internal static class BearerGate
{
    private const string Scheme = "Bearer ";
    private static readonly object CallerKey = new();

    /// <summary>Demands a token that is valid and has not been revoked.</summary>
    public static TBuilder RequireBearer<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddGate(allowRevoked: false);

    /// <summary>Demands a valid token, also one that has been revoked: for signing out, which a client repeats until it is answered.</summary>
    public static TBuilder RequireBearerEvenIfRevoked<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddGate(allowRevoked: true);

    /// <summary>Who asks; behind the gate only.</summary>
    public static TokenClaims Caller(this HttpContext http) =>
        http.Items[CallerKey] as TokenClaims ?? throw new InvalidOperationException("This route has no bearer gate.");

    private static TBuilder AddGate<TBuilder>(this TBuilder builder, bool allowRevoked)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var claims = await AuthenticateAsync(http);
            if (!allowRevoked && await http.RequestServices.GetRequiredService<IRevocations>().IsRevokedAsync(claims, http.RequestAborted))
                throw new ProblemException(ErrorCode.TokenInvalid, "The token has ended: this device was signed out or revoked. Sign in again.");
            http.Items[CallerKey] = claims;
            return await next(context);
        });

    private static async Task<TokenClaims> AuthenticateAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(ErrorCode.NotAuthenticated, "This needs the header Authorization: Bearer <token>.");
        var validation = await http.RequestServices.GetRequiredService<ITokenValidator>()
            .ValidateAsync(value[Scheme.Length..].Trim(), http.RequestAborted);
        return validation.IsValid
            ? validation.Claims
            : throw new ProblemException(
                validation.Error, validation.Reason, retryAfter: validation.Error.IsRetryable() ? TimeSpan.FromSeconds(2) : null);
    }
}
