using Chat.Domain.Users;
using Chat.Node.Accounts.Sessions;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Node.Users;
using Chat.Protocol.Frames;

namespace Chat.Node.Accounts;

/// <summary><c>/api/auth</c>: accounts and sessions of the embedded issuer.</summary>
internal static class AccountEndpoints
{
    /// <summary>Names, passwords and tokens are short.</summary>
    private const int MaximumBody = 8 * 1024;

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/auth");
        auth.MapPost("/register", RegisterAsync);
        auth.MapPost("/token", SignInAsync);
        auth.MapPost("/refresh", RefreshAsync);
        auth.MapPost("/logout", SignOutAsync).RequireBearerEvenIfRevoked();
        auth.MapPost("/password", ChangePasswordAsync).RequireBearer();
    }

    private static async Task<IResult> RegisterAsync(HttpContext http, Registration registration, SignInGuard guard, ProfileStore profiles)
    {
        guard.CheckAddress(http);
        var request = await RequestBody.ReadAsync(http, AccountJson.Default.RegisterRequest, MaximumBody);
        return await AnswerAsync(http, await registration.RegisterAsync(request, http.RequestAborted), profiles);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, SignIn signIn, SignInGuard guard, ProfileStore profiles)
    {
        guard.CheckAddress(http);
        var request = await RequestBody.ReadAsync(http, AccountJson.Default.SignInRequest, MaximumBody);
        return await AnswerAsync(http, await signIn.SignInAsync(request, http.RequestAborted), profiles);
    }

    private static async Task<IResult> RefreshAsync(
        HttpContext http, SessionStore sessions, SignInGuard guard, ProfileStore profiles, RevocationDelivery delivery)
    {
        guard.CheckAddress(http);
        var request = await RequestBody.ReadAsync(http, AccountJson.Default.RefreshRequest, MaximumBody);
        if (string.IsNullOrEmpty(request.RefreshToken))
            throw ProblemException.Missing("refresh_token", "refresh_token is missing.");
        var outcome = RefreshSecret.TryParse(request.RefreshToken, out var secret)
            ? await sessions.RefreshAsync(secret, http.RequestAborted)
            : new RefreshOutcome.Unknown();
        switch (outcome)
        {
            case RefreshOutcome.Renewed renewed:
                guard.Return(http);
                return await AnswerAsync(http, renewed.Session, profiles);
            case RefreshOutcome.Expired:
                throw new ProblemException(ErrorCode.TokenExpired, "The refresh token has expired; sign in again.");
            case RefreshOutcome.Reused reused:
                await delivery.TryTellAsync(reused.Revocation, CancellationToken.None);
                throw new ProblemException(
                    ErrorCode.TokenInvalid, "The refresh token had been used before, so the device has been signed out; sign in again.");
            default:
                throw new ProblemException(ErrorCode.TokenInvalid, "The refresh token is not known, or its session has ended; sign in again.");
        }
    }

    /// <summary>
    /// 204 once the tokens have ended and the connections have been told. Where the latter fails the client repeats it with the same
    /// token; what ended the first time is not ended anew, so a session begun meanwhile goes on.
    /// </summary>
    private static async Task<IResult> SignOutAsync(HttpContext http, SessionStore sessions, IRevocations revocations, RevocationDelivery delivery)
    {
        var caller = http.Caller();
        if (caller.Device is not { } device)
            throw ProblemException.Invalid("device_id", "This token names no device; end a device's session by DELETE /api/devices/{id}.");
        if (await revocations.IsRevokedAsync(caller, http.RequestAborted))
            await delivery.TellPendingAsync(caller.UserId, device, http.RequestAborted);
        else
            await delivery.TellAsync(
                await sessions.EndDeviceAsync(caller.UserId, device, caller.IssuedAt, RevocationReason.SignOut, http.RequestAborted),
                http.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, SignIn signIn, ProfileStore profiles, RevocationDelivery delivery)
    {
        var caller = http.Caller();
        if (caller.Device is not { } device)
            throw new ProblemException(ErrorCode.Forbidden, "This token names no device; sign in with the name and password to change it.");
        var request = await RequestBody.ReadAsync(http, AccountJson.Default.PasswordRequest, MaximumBody);
        var (session, written) = await signIn.ChangePasswordAsync(caller.UserId, device, caller.IssuedAt, request, http.RequestAborted);
        // The password has changed and the session is made: what is left is done in the background if it must be.
        await delivery.TryTellAsync(written, http.RequestAborted);
        return await AnswerAsync(http, session, profiles);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Session session, ProfileStore profiles)
    {
        http.Response.Headers.CacheControl = "no-store";
        var profile = await profiles.FindAsync(session.User, http.RequestAborted);
        return Results.Json(SessionAnswer.Of(session, profile), AccountJson.Default.SessionAnswer);
    }
}
