using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>Everything a connection does because time has passed. It stands on the wheel once, for the nearest of these.</summary>
internal sealed partial class Connection
{
    // An entity that has lost its attachments is asked for them again within this.
    private const int ReattachSpreadMs = 500;

    private const int RefusalsBeforeWarning = 4;

    // Long after every node has learned that another one has left.
    private const long AskOnceMoreMs = 4_000;

    private long _askOnceMore;

    private long _blockedSince;

    // Cancelled once the lock is left: whoever waits on it may go on at once.
    private CancellationTokenSource? _stopAuthenticating;

    protected internal override void OnDue()
    {
        var abort = false;
        CancellationTokenSource? stop;
        lock (_sync)
        {
            var now = Now;
            var next = _closing || _ended ? long.MaxValue : NextDue(now);
            // Any of them may have begun to close.
            if (_closing || _ended)
            {
                abort = now >= _closeDue;
                next = abort ? long.MaxValue : _closeDue;
            }

            if (next != long.MaxValue)
                _services.Wheel.WakeBy(this, next);
            (stop, _stopAuthenticating) = (_stopAuthenticating, null);
        }

        stop?.Cancel();
        if (abort)
            _transport.Abort();
    }

    private long NextDue(long now)
    {
        var next = Math.Min(OnAuthenticationDue(now), OnBlockedDue(now));
        if (_attachment is not { } attachment)
            return next;
        next = Math.Min(next, OnAttachmentDue(attachment, now));
        if (!attachment.WasAttached)
            return next;
        next = Math.Min(next, OnExpiryDue(attachment, now));
        next = Math.Min(next, OnSendsDue(now));
        next = Math.Min(next, OnShownDue(now));
        next = Math.Min(next, OnPresenceDue(now));
        return Math.Min(next, OnLivenessDue(now));
    }

    private long OnAuthenticationDue(long now)
    {
        if (_authenticationDue == 0)
            return long.MaxValue;
        if (now < _authenticationDue)
            return _authenticationDue;
        if (_authenticating is null)
        {
            Refuse(ErrorCode.NotAuthenticated, "No auth frame has come in time.");
            BeginClose((int)CloseCode.Silent, "");
        }
        else
        {
            Refuse(ErrorCode.Unavailable, "Your inbox cannot be reached at the moment.", retryAfterMs: RetryAfterMs());
            BeginClose((int)CloseCode.Overloaded, "");
            _stopAuthenticating = _authenticating;
        }

        return long.MaxValue;
    }

    private long OnBlockedDue(long now)
    {
        if (_blockedSince == 0)
            return long.MaxValue;
        var due = _blockedSince + (long)_services.Limits.WriteTimeout.TotalMilliseconds;
        if (now >= due)
            BeginClose((int)CloseCode.NotReading, "", atOnce: true);
        return due;
    }

    private long OnAttachmentDue(Attachment attachment, long now)
    {
        if (now < attachment.Due)
            return attachment.Due;
        if (attachment.IsAttaching)
        {
            // An entity that does not answer must not keep others from authenticating.
            _place?.Dispose();
            var attempt = attachment.Attempt + 1;
            if (attempt == RefusalsBeforeWarning)
                LogNotAttached(_services.Logger, _address.SessionId, attempt);
            SendAttach(attempt);
        }
        else
        {
            attachment.Attached(NextRenewal());
            _services.Entities.Tell(attachment.RenewCommand(_address));
            RenewSubscriptions(now);
        }

        return attachment.Due;
    }

    /// <summary>A third of the lease, less some jitter: two renewals may be lost.</summary>
    private long NextRenewal()
    {
        var next = Now + (long)(_services.Users.Lease.TotalMilliseconds / 3 * (1 - 0.2 * _services.Random.NextDouble()));
        return _askOnceMore > Now ? Math.Min(next, _askOnceMore) : next;
    }

    /// <summary>
    /// A node has left that may have held the entity of the user, or those he has sent to: the lease is renewed soon, to hear whether it still holds,
    /// and what is unanswered is asked again. Entities start elsewhere at this moment, and what they are told waits for them.
    /// </summary>
    public void AskAgainWithin(TimeSpan spread)
    {
        lock (_sync)
        {
            if (_closing || _attachment is not { } attachment)
                return;
            var due = Now + (long)(spread.TotalMilliseconds * _services.Random.NextDouble());
            // The coordinator may learn of it a moment after this node, and meanwhile send what is asked to where nobody is. And a frame is known
            // to be lost when it has not come between two renewals: the second does not wait for a minute.
            _askOnceMore = due + Math.Max(AskOnceMoreMs, (long)spread.TotalMilliseconds);
            attachment.RenewBy(due);
            RenewSubscriptionsBy(due, _askOnceMore);
            _sends?.RetryBy(due);
            _services.Wheel.WakeBy(this, due);
        }
    }

    private long ExpiryDue(Attachment attachment) => Now + Math.Max(0, attachment.Claims.ExpiresAt - _services.UnixNow);

    private long OnExpiryDue(Attachment attachment, long now)
    {
        var due = ExpiryDue(attachment);
        if (due > now)
            return due;
        Refuse(ErrorCode.TokenExpired, "The token has expired.");
        BeginClose((int)CloseCode.TokenExpired, "");
        return long.MaxValue;
    }
}
