using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>
/// Presence subscriptions (protocol rule 9): leases at the entities of those who are followed. Each is answered with the present state, and asked
/// for again until it is: what is told an entity that moves, or stops, is lost.
/// </summary>
internal sealed partial class Connection
{
    private PresenceFollowing? _following;
    private long _presenceDue = long.MaxValue;
    private long _presenceOnceMore = long.MaxValue;
    private int _presenceAttempt;

    private void Subscribe(ClientFrame.PresenceSubscribe subscribe)
    {
        lock (_sync)
        {
            var following = _following ?? new PresenceFollowing();
            if (following.WouldExceed(subscribe.UserIds, _services.Limits.PresenceSubscriptions))
            {
                Refuse(ErrorCode.SubscriptionLimit, $"A connection may follow {_services.Limits.PresenceSubscriptions} users.",
                    "user_ids", requestId: subscribe.RequestId);
                return;
            }

            _following = following;
            foreach (var user in subscribe.UserIds)
                following.Follow(user);
            AskAfter(following, subscribe.UserIds, attempt: 0);
            Push(new ServerFrame.Ok(subscribe.RequestId));
        }
    }

    private void Unsubscribe(ClientFrame.PresenceUnsubscribe unsubscribe)
    {
        lock (_sync)
        {
            foreach (var user in unsubscribe.UserIds)
            {
                if (_following?.Unfollow(user) == true)
                    _services.Entities.Tell(new UserCommands.UnsubscribePresence(user, _address));
            }

            if (_following?.Count == 0)
                _following = null;
            Push(new ServerFrame.Ok(unsubscribe.RequestId));
        }
    }

    /// <summary>Under the lock.</summary>
    private void OnPresence(ConnectionMessages.PresenceChanged changed)
    {
        _following?.Answered(changed.UserId);
        var presence = new UserPresence(changed.UserId, changed.Online, changed.LastSeen);
        // What is dropped here is told at the next renewal: it is still news then.
        if (_following is { } following && following.IsNews(presence) && _writer.TryAddPresence(presence, _services.UnixNow))
            following.Told(presence);
    }

    /// <summary>Under the lock.</summary>
    private void RenewSubscriptions(long now)
    {
        if (now >= _presenceOnceMore)
            _presenceOnceMore = long.MaxValue;
        if (_following is { } following)
            AskAfter(following, following.Users, attempt: 0);
    }

    /// <summary>
    /// Under the lock. Not left to the renewal of the attachment, which waits while the connection itself looks for its entity: those who
    /// are followed may have been on the node that has left, and nobody there says that they have moved.
    /// </summary>
    private void RenewSubscriptionsBy(long due, long onceMore)
    {
        if (_following is not { } following)
            return;
        foreach (var user in following.Users)
            following.Ask(user);
        _presenceAttempt = 0;
        _presenceDue = Math.Min(_presenceDue, due);
        _presenceOnceMore = onceMore;
    }

    /// <summary>Under the lock. The entity has stopped, and will know of this connection when it is asked again.</summary>
    private void OnFollowingLost(UserId user)
    {
        if (_following?.Ask(user) != true)
            return;
        _presenceAttempt = 0;
        _presenceDue = Math.Min(_presenceDue, Now + (long)(ReattachSpreadMs * _services.Random.NextDouble()));
        _services.Wheel.WakeBy(this, _presenceDue);
    }

    /// <summary>And once more a moment later those who have not answered by then.</summary>
    private void AskAfter(PresenceFollowing following, IReadOnlyCollection<UserId> users, int attempt)
    {
        foreach (var user in users)
        {
            following.Ask(user);
            _services.Entities.Tell(new UserCommands.SubscribePresence(user, _address));
        }

        _presenceAttempt = attempt;
        _presenceDue = Now + RetryPause.Milliseconds(_services.Limits.SendRetry, attempt, _services.Random);
        _services.Wheel.WakeBy(this, _presenceDue);
    }

    private long OnPresenceDue(long now)
    {
        if (now >= _presenceOnceMore)
            RenewSubscriptions(now);
        if (now >= _presenceDue)
        {
            _presenceDue = long.MaxValue;
            if (_following is { Unanswered: { Count: > 0 } unanswered } following)
                AskAfter(following, unanswered, _presenceAttempt + 1);
        }

        return Math.Min(_presenceDue, _presenceOnceMore);
    }
}
