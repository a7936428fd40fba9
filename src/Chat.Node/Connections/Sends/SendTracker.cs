using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections.Sends;

internal enum SendStart
{
    Sent,

    /// <summary>The same send is under way; this copy gets its answer too.</summary>
    Joined,

    /// <summary>The id is under way with another receiver or content.</summary>
    Conflict,
}

/// <summary>
/// The unanswered sends of one connection (M1, M2). Exists only while there are any.
/// </summary>
/// <remarks>
/// Numbers to one user or group follow each other without a gap while any of them is unanswered. Its record is dropped when
/// nothing is, and a later one starts above every number that this session ever used, with <c>oldest = n</c>: an entity accepts that
/// as a jump where it remembers the session, and as a beginning where it does not. So one number per connection is remembered
/// instead of one per target, and none is used twice. Not safe for concurrent use: the connection's lock guards it.
/// </remarks>
internal sealed class SendTracker(SendRetries retries, ISendPort port, long lastNumber)
{
    private readonly Dictionary<EntityAddress, TargetSends> _targets = [];
    private readonly Dictionary<ClientMessageId, PendingSend> _byId = [];

    /// <summary>The highest number used in this session, whoever it was to.</summary>
    public long LastNumber { get; private set; } = lastNumber;

    public int Count => _byId.Count;

    public SendStart Start(EntityAddress target, ClientMessageId id, MessageBody body, long now)
    {
        if (_byId.TryGetValue(id, out var underWay))
        {
            if (!underWay.IsCopy(target, body))
                return SendStart.Conflict;
            underWay.Copies++;
            return SendStart.Joined;
        }

        if (!_targets.TryGetValue(target, out var sends))
            _targets.Add(target, sends = new TargetSends());
        var n = sends.IsEmpty ? LastNumber + 1 : sends.Last + 1;
        LastNumber = Math.Max(LastNumber, n);
        var send = new PendingSend(target, n, id, body, now + (long)retries.Timeout.TotalMilliseconds);
        _byId.Add(id, send);
        sends.Add(send, retries, now, port);
        return SendStart.Sent;
    }

    /// <summary>Null where the answer is one too many: to a repetition, or after the client was told to come again later.</summary>
    public PendingSend? Answered(EntityAddress target, long n, long now)
    {
        if (!_targets.TryGetValue(target, out var sends) || sends.Answered(n, retries, now) is not { } send)
            return null;
        Forget(send, sends);
        return send;
    }

    public void Resend(EntityAddress target, long from, long now)
    {
        if (_targets.TryGetValue(target, out var sends))
            sends.Resend(from, retries, now, port);
    }

    /// <summary>Everything is sent again by then, unless it is answered before.</summary>
    public void RetryBy(long due)
    {
        foreach (var sends in _targets.Values)
            sends.RetryBy(due);
    }

    /// <summary>Repeats and gives up what is due; sends given up are added to <paramref name="expired"/>.</summary>
    /// <returns>When to look again; <see cref="long.MaxValue"/> where nothing is unanswered.</returns>
    public long OnDue(long now, List<PendingSend> expired)
    {
        var next = long.MaxValue;
        foreach (var (target, sends) in _targets)
        {
            while (!sends.IsEmpty && sends.NextDeadline <= now)
            {
                var send = sends.Expire();
                _byId.Remove(send.ClientMessageId);
                expired.Add(send);
            }

            if (sends.IsEmpty)
            {
                _targets.Remove(target); // allowed while enumerating
                continue;
            }

            if (sends.RetryDue <= now)
                sends.Retry(retries, now, port);
            next = Math.Min(next, Math.Min(sends.RetryDue, sends.NextDeadline));
        }

        return next;
    }

    private void Forget(PendingSend send, TargetSends sends)
    {
        _byId.Remove(send.ClientMessageId);
        if (sends.IsEmpty)
            _targets.Remove(send.Target);
    }
}
