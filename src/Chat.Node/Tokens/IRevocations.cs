namespace Chat.Node.Tokens;

/// <summary>
/// From when on tokens count. The SQL table is asked by REST; the user's entity keeps the same for sockets.
/// </summary>
public interface IRevocations
{
    /// <summary>Whether the token was issued before its user or its device signed out or was revoked. Cached for a few seconds.</summary>
    ValueTask<bool> IsRevokedAsync(TokenClaims claims, CancellationToken cancellation);
}
