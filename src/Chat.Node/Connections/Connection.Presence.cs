using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>Presence subscriptions (protocol rule 9): leases at the entities of those who are followed.</summary>
internal sealed partial class Connection
{
    private PresenceFollowing? _following;

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
            {
                following.Follow(user);
                _services.Entities.Tell(new UserCommands.SubscribePresence(user, _address));
            }

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
        var presence = new UserPresence(changed.UserId, changed.Online, changed.LastSeen);
        // What is dropped here is told at the next renewal: it is still news then.
        if (_following is { } following && following.IsNews(presence) && _writer.TryAddPresence(presence, _services.UnixNow))
            following.Told(presence);
    }

    /// <summary>Under the lock.</summary>
    private void RenewSubscriptions()
    {
        foreach (var user in _following?.Users ?? [])
            _services.Entities.Tell(new UserCommands.SubscribePresence(user, _address));
    }
}
