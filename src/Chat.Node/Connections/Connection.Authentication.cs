using Chat.Node.Connections.Admission;
using Chat.Node.Tokens;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>From the first frame to the attachment. The read loop waits meanwhile, so nothing that a client sends ahead overtakes it.</summary>
internal sealed partial class Connection
{
    private ClientFrame.Auth? _auth;
    private ClientFrame.AuthRefresh? _refresh;
    private Signal? _attached;
    private CancellationTokenSource? _authenticating;
    private AuthenticationGate.Place? _place;

    // Until the auth frame: when it must have come. From then on: when the client is told to come again later.
    private long _authenticationDue;

    private void StartAuthenticationClock()
    {
        _authenticationDue = Now + (long)_services.Limits.AuthenticationTimeout.TotalMilliseconds;
        _services.Wheel.WakeBy(this, _authenticationDue);
    }

    private ReadStep HandleFirst(ClientFrame frame)
    {
        if (frame is ClientFrame.Auth auth)
        {
            _auth = auth;
            return ReadStep.Authenticate;
        }

        Refuse(ErrorCode.NotAuthenticated, "The first frame must be auth.");
        Close(CloseCode.Silent, "");
        return ReadStep.NeedMore;
    }

    private async Task AuthenticateAsync()
    {
        var auth = _auth!;
        _auth = null;
        var authenticating = new CancellationTokenSource();
        lock (_sync)
        {
            if (_closing)
                return;
            _authenticating = authenticating;
            _authenticationDue = Now + (long)_services.Limits.AttachTimeout.TotalMilliseconds;
            _services.Wheel.WakeBy(this, _authenticationDue);
        }

        AuthenticationGate.Place? place = null;
        try
        {
            place = await _services.Gate.EnterAsync(authenticating.Token);
            var validation = await _services.Tokens.ValidateAsync(auth.AuthToken, authenticating.Token);
            if (Accept(auth, validation) is { } claims && Attach(auth, claims, place) is { } attached)
                await attached.WaitAsync();
        }
        catch (OperationCanceledException)
        {
            // The clock has run out and the client has been told.
        }
        finally
        {
            place?.Dispose();
            lock (_sync)
                (_authenticating, _place, _attached) = (null, null, null);
        }
    }

    /// <summary>The claims, or null and the connection is told why and closed.</summary>
    private TokenClaims? Accept(ClientFrame.Auth auth, TokenValidation validation)
    {
        if (!validation.IsValid)
        {
            RefuseToken(validation.Error, validation.Reason, requestId: null);
            return null;
        }

        var claims = validation.Claims;
        if (claims.UserId != auth.UserId)
            RefuseToken(ErrorCode.TokenInvalid, "The token is another user's.", null);
        else if (!claims.IsFor(auth.DeviceId))
            RefuseToken(ErrorCode.TokenInvalid, "The token is another device's.", null);
        else if (claims.ExpiresAt <= _services.UnixNow)
            RefuseToken(ErrorCode.TokenExpired, "The token has expired.", null);
        else
            return claims;
        return null;
    }

    private void RefuseToken(ErrorCode error, string reason, string? requestId)
    {
        Refuse(error, reason, requestId: requestId, retryAfterMs: error == ErrorCode.Unavailable ? RetryAfterMs() : null);
        Close(error switch
        {
            ErrorCode.TokenExpired => CloseCode.TokenExpired,
            ErrorCode.Unavailable => CloseCode.Overloaded,
            _ => CloseCode.TokenInvalid,
        }, "");
    }

    /// <summary>Asks the entity for the attachment; set by its answer or by the end of the connection.</summary>
    private Signal? Attach(ClientFrame.Auth auth, TokenClaims claims, AuthenticationGate.Place place)
    {
        lock (_sync)
        {
            if (_closing)
                return null;
            _services.Admission.Authenticated(_transport.Client);
            _authenticated = true;
            _attachment = new Attachment(auth, claims);
            _place = place;
            _attached = new Signal();
            SendAttach(attempt: 0);
            return _attached;
        }
    }

    /// <summary>Under the lock.</summary>
    private void SendAttach(int attempt)
    {
        var attachment = _attachment!;
        attachment.Attaching(attempt, Now + RetryPause.Milliseconds(_services.Limits.SendRetry, attempt, _services.Random));
        _services.Wheel.WakeBy(this, attachment.Due);
        _services.Entities.Tell(attachment.AttachCommand(_address, _services.Limits.Window));
    }

    /// <summary>A token for the same user and device puts off the expiry; any other changes nothing but is told.</summary>
    private async Task RefreshAsync()
    {
        var refresh = _refresh!;
        _refresh = null;
        var validation = await _services.Tokens.ValidateAsync(refresh.AuthToken, CancellationToken.None);
        lock (_sync)
        {
            var attachment = _attachment!;
            if (!validation.IsValid)
            {
                Refuse(validation.Error, validation.Reason, requestId: refresh.RequestId,
                    retryAfterMs: validation.Error == ErrorCode.Unavailable ? RetryAfterMs() : null);
            }
            else if (validation.Claims.UserId != attachment.UserId || !validation.Claims.IsFor(attachment.Device))
            {
                Refuse(ErrorCode.TokenInvalid, "The token is another user's or device's.", requestId: refresh.RequestId);
            }
            else
            {
                attachment.Claims = validation.Claims;
                _services.Wheel.WakeBy(this, ExpiryDue(attachment));
                Push(new ServerFrame.Ok(refresh.RequestId));
            }
        }
    }

    /// <summary>When the client had better come again, spread so that not all do at once.</summary>
    private long RetryAfterMs() => RetryPause.Milliseconds(_services.Limits.SendRetry, 0, _services.Random);
}
