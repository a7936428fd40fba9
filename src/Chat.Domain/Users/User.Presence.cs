using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Domain.Users;

/// <summary>On line or when last seen, for those who follow; and typing, which is never stored.</summary>
public sealed partial class User
{
    /// <summary>Who follows, and until when (R6).</summary>
    private RareMap<ConnectionAddress, long> _subscribers;

    /// <summary>After an unclean start devices come back by themselves; before this nobody is called offline.</summary>
    private long _presenceKnownAt;
    private long _presenceDue = long.MaxValue;

    /// <summary>What followers were last told, null where that is to come.</summary>
    private bool? _told;

    private bool IsOnline => _attachments.Count > 0;

    public IEnumerable<ConnectionAddress> Followers => _subscribers.Keys;

    /// <summary>A renewal is answered like the first: what was told meanwhile may have been lost on its way.</summary>
    private void Subscribe(UserCommands.SubscribePresence c, long now, Effects effects)
    {
        _subscribers[c.Subscriber] = now + LeaseMs;
        _leasesDue = Math.Min(_leasesDue, now + LeaseMs);
        if (IsOnline || _presenceDue != long.MaxValue && _told == true)
            effects.Tell(c.Subscriber, new ConnectionMessages.PresenceChanged(_id, true, null));
        else if (now >= _presenceKnownAt)
            effects.Tell(c.Subscriber, Offline);
        else
            _presenceDue = Math.Min(_presenceDue, _presenceKnownAt);
    }

    private void Unsubscribe(UserCommands.UnsubscribePresence c) => _subscribers.Remove(c.Subscriber);

    private void CameOnline(long now, Effects effects)
    {
        _presenceDue = long.MaxValue;
        if (now - State.LastSeen > (long)_limits.WatermarkDelay.TotalMilliseconds) TouchLastSeen(now, now);
        if (_told == true) return; // back within the grace: nobody noticed
        _told = true;
        TellSubscribers(new ConnectionMessages.PresenceChanged(_id, true, null), effects);
    }

    private void WentOffline(long seenAt, long now)
    {
        TouchLastSeen(seenAt, now);
        _presenceDue = Math.Max(now, seenAt + (long)_limits.PresenceGrace.TotalMilliseconds);
    }

    private void SettlePresence(long now, Effects effects)
    {
        if (now < _presenceDue) return;
        _presenceDue = long.MaxValue;
        if (IsOnline) return;
        _told = false;
        TellSubscribers(Offline, effects);
    }

    private ConnectionMessages.PresenceChanged Offline =>
        new(_id, false, Math.Max(_lastSeen, State.LastSeen) is > 0 and var at ? at : null);

    private void EndSubscriptions(long now)
    {
        foreach (var (address, until) in _subscribers)
            if (until <= now)
                _subscribers.Remove(address);
    }

    private void TellSubscribers(ConnectionMessage message, Effects effects)
    {
        foreach (var address in _subscribers.Keys)
            effects.Tell(address, message);
    }

    private void Typing(UserCommands.NotifyTyping c, Effects effects)
    {
        foreach (var attachment in _attachments)
            effects.Tell(attachment.Connection, new ConnectionMessages.TypingChanged(c.From, c.Start));
    }
}
