namespace Chat.Node.Tokens;

/// <summary>
/// Says who a bearer token belongs to. Checks signature, times, issuer and audience, never the database: whether a token has been
/// revoked since is asked of the user's entity (sockets) or of <see cref="IRevocations"/> (REST).
/// </summary>
public interface ITokenValidator
{
    /// <summary>
    /// A token that is not good is an answer, not an exception. Normally completes at once; waits for the external issuer's keys only
    /// while none are known. Throws only <see cref="OperationCanceledException"/>.
    /// </summary>
    ValueTask<TokenValidation> ValidateAsync(string token, CancellationToken cancellation);
}
