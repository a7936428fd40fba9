using Chat.Domain.Connections;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;

namespace Chat.Domain.Sends;

/// <summary>
/// What an entity expects of each sender's session (M2); forgotten after a while, which costs at worst a resend. Not to be copied.
/// </summary>
internal struct SendSessions
{
    private RareMap<ConnectionAddress, Session> _sessions;
    private long _prunedAt;

    private const long IdleMs = 600_000;
    private const long PassedRetryMs = 1_000;

    /// <summary>A hole is asked for once, however many sends stand behind it: each of them would bring all of them again.</summary>
    private const long AskAgainMs = 1_000;

    /// <param name="Next">The next number.</param>
    /// <param name="At">When it last sent.</param>
    /// <param name="AskedFrom">Which number it was last asked to send again, and when.</param>
    private readonly record struct Session(long Next, long At, long AskedFrom, long AskedAt);

    /// <summary>Accepts the next of the session, or where it is not known (any more) only what nothing older is waiting for.</summary>
    public bool InOrder(ISend send, long now, EntityEffects effects)
    {
        var known = _sessions.TryGetValue(send.Session, out var session);
        if (IsNext(send, known, session)) return true;
        if (known && send.N < session.Next)
        {
            // Neither durable nor in flight: it was refused, and the refusal was lost. Later ones have passed it, so it takes a new number.
            effects.Tell(send.Session, new ConnectionMessages.SendRefused(send.Entity, send.N, send.ClientMessageId, ErrorCode.Unavailable,
                "Not accepted in its turn; send it again.", null, PassedRetryMs));
            return false;
        }

        var from = known ? Math.Max(session.Next, send.Oldest) : send.Oldest;
        if (known && session.AskedFrom == from && now < session.AskedAt + AskAgainMs) return false;
        _sessions[send.Session] = new Session(from, now, from, now);
        effects.Tell(send.Session, new ConnectionMessages.ResendFrom(send.Entity, from));
        return false;
    }

    /// <summary>Duplicates and errors advance, too.</summary>
    public void Advance(ISend send, long now)
    {
        if (!IsNext(send, _sessions.TryGetValue(send.Session, out var session), session)) return;
        _sessions[send.Session] = session with { Next = send.N + 1, At = now };
        if (now - _prunedAt < IdleMs) return;
        _prunedAt = now;
        foreach (var (address, (_, at, _, _)) in _sessions)
            if (now - at > IdleMs)
                _sessions.Remove(address);
    }

    public void MoveTimes(long by)
    {
        _prunedAt += by;
        foreach (var (address, session) in _sessions)
            _sessions[address] = session with { At = session.At + by, AskedAt = session.AskedAt + by };
    }

    private static bool IsNext(ISend send, bool known, Session session) =>
        known ? send.N == session.Next || send.N > session.Next && send.N == send.Oldest : send.N == send.Oldest;
}
