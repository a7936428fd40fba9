using Chat.Domain.Connections;
using Chat.Domain.Sends;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;

namespace Chat.Domain.Groups;

/// <summary>
/// How many messages the group takes, where an operator has said so to end a flood. The limit is durable and goes with the group; what is left of
/// the present second is not, and begins full.
/// </summary>
public sealed partial class Group
{
    /// <summary>To those who write into a group that takes nothing at all.</summary>
    private const long FrozenRetryMs = 30_000;

    private Dictionary<GroupEvent, ConnectionAddress>? _limitsAsked;
    private double _room;
    private long _roomAt;

    private void LimitRate(GroupCommands.LimitRate c, long now, GroupEffects effects)
    {
        if (!State.IsCreated)
        {
            effects.Tell(c.ReplyTo, new ConnectionMessages.Failed(ErrorCode.GroupNotFound, "There is no group with this id."));
            return;
        }

        var limited = new GroupEvents.RateLimited(c.PerSecond, now);
        (_limitsAsked ??= new(ReferenceEqualityComparer.Instance))[limited] = c.ReplyTo;
        Persist(limited, effects);
    }

    private void RateLimited(GroupEvents.RateLimited e, GroupEffects effects)
    {
        (_room, _roomAt) = (0, 0);
        if (_limitsAsked is not null && _limitsAsked.Remove(e, out var asker)) effects.Tell(asker, ConnectionMessages.Done.Instance);
    }

    private ConnectionMessages.SendRefused? OverRate(ISend c, long now)
    {
        if (State.RateLimit.PerSecond is not { } limit) return null;
        if (limit == 0) return TooFast(c, FrozenRetryMs);
        var passed = _roomAt == 0 ? 1_000 : Math.Clamp(now - _roomAt, 0, 1_000); // a second's worth at once, at most
        (_room, _roomAt) = (Math.Min(limit, _room + passed * limit / 1_000.0), now);
        if (_room < 1) return TooFast(c, (long)Math.Ceiling((1 - _room) * 1_000 / limit));
        _room--;
        return null;
    }

    private ConnectionMessages.SendRefused TooFast(ISend c, long retryAfterMs) =>
        new(Address, c.N, c.ClientMessageId, ErrorCode.RateLimited, "The group takes fewer messages at the moment.", null, retryAfterMs);
}
