using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>Messages for this user: idempotent (M4), in the order of each sender's session (M2), acked when durable.</summary>
public sealed partial class User
{
    /// <summary>What is expected of a sender's session; forgotten after a while, which costs at worst a resend.</summary>
    private RareMap<ConnectionAddress, Session> _sessions;
    private long _sessionsPrunedAt;

    private const long SessionIdleMs = 600_000;
    private const long InboxFullRetryMs = 60_000;
    private const long PassedRetryMs = 1_000;

    /// <summary>A hole is asked for once, however many sends stand behind it: each of them would bring all of them again.</summary>
    private const long AskAgainMs = 1_000;

    /// <param name="Next">The next number.</param>
    /// <param name="At">When it last sent.</param>
    /// <param name="AskedFrom">Which number it was last asked to send again, and when.</param>
    private readonly record struct Session(long Next, long At, long AskedFrom, long AskedAt);

    private void Send(UserCommands.SendMessage c, long now, Effects effects)
    {
        var key = IdempotencyKey.OfSend(c.Sender, c.SenderDevice, c.ClientMessageId);
        var fingerprint = IdempotencyKey.Fingerprint(c.UserId, c.Body);

        // M4: before every other check, so that a repetition is answered as its first was.
        if (State.Sends.TryGet(key, out var sent))
        {
            AdvanceSession(c, now);
            Answer(c.Session, c.N, c.ClientMessageId, fingerprint, sent, effects);
            return;
        }

        if (JoinsPending(c, key, fingerprint, now, effects)) return;
        if (!WaitsForTable(c, now, effects)) Accept(c, key, fingerprint, now, effects);
    }

    /// <summary>A send that is known to be new.</summary>
    private void Accept(UserCommands.SendMessage c, UInt128 key, ulong fingerprint, long now, Effects effects)
    {
        if (!InOrder(c, now, effects)) return;
        AdvanceSession(c, now);
        if (Refusal(c) is { } refusal)
        {
            effects.Tell(c.Session, refusal);
            return;
        }

        Queue(c, key, fingerprint, now, effects);
    }

    private bool JoinsPending(UserCommands.SendMessage c, UInt128 key, ulong fingerprint, long now, Effects effects)
    {
        if (!_pending.TryGet(key, out var inFlight)) return false;
        AdvanceSession(c, now);
        if (inFlight.Record.Fingerprint == fingerprint) inFlight.Askers.Add((c.Session, c.N)); // answered from committed (R3)
        else RefuseReuse(c.Session, c.N, c.ClientMessageId, effects);
        return true;
    }

    /// <summary>M2. Accepts the next of the session, or where it is not known (any more) only what nothing older is waiting for.</summary>
    private bool InOrder(UserCommands.SendMessage c, long now, Effects effects)
    {
        var known = _sessions.TryGetValue(c.Session, out var session);
        if (IsNext(c, known, session)) return true;
        if (known && c.N < session.Next)
        {
            // Neither durable nor in flight: it was refused, and the refusal was lost. Later ones have passed it, so it takes a new number.
            effects.Tell(c.Session, new ConnectionMessages.SendRefused(Address, c.N, c.ClientMessageId, ErrorCode.Unavailable,
                "Not accepted in its turn; send it again.", null, PassedRetryMs));
            return false;
        }

        var from = known ? Math.Max(session.Next, c.Oldest) : c.Oldest;
        if (known && session.AskedFrom == from && now < session.AskedAt + AskAgainMs) return false;
        _sessions[c.Session] = new Session(from, now, from, now);
        effects.Tell(c.Session, new ConnectionMessages.ResendFrom(Address, from));
        return false;
    }

    private static bool IsNext(UserCommands.SendMessage c, bool known, Session session) =>
        known ? c.N == session.Next || c.N > session.Next && c.N == c.Oldest : c.N == c.Oldest;

    /// <summary>Duplicates and errors advance, too (M2).</summary>
    private void AdvanceSession(UserCommands.SendMessage c, long now)
    {
        if (!IsNext(c, _sessions.TryGetValue(c.Session, out var session), session)) return;
        _sessions[c.Session] = session with { Next = c.N + 1, At = now };
        if (now - _sessionsPrunedAt < SessionIdleMs) return;
        _sessionsPrunedAt = now;
        foreach (var (address, (_, at, _, _)) in _sessions)
            if (now - at > SessionIdleMs)
                _sessions.Remove(address);
    }

    private ConnectionMessages.SendRefused? Refusal(UserCommands.SendMessage c)
    {
        if (!State.IsCreated && !_pending.Created && !_limits.QueueForUnknown)
            return new(Address, c.N, c.ClientMessageId, ErrorCode.UserNotFound, "There is no user with this receiver_id.", "receiver_id", null);
        if (State.Inbox.Bodies + _pending.Messages >= _limits.InboxEntries || State.Inbox.Bytes + _pending.Bytes >= _limits.InboxBytes)
            return new(Address, c.N, c.ClientMessageId, ErrorCode.InboxFull,
                "The receiver has too many messages waiting; try again later.", null, InboxFullRetryMs);
        return null;
    }

    private void Queue(UserCommands.SendMessage c, UInt128 key, ulong fingerprint, long now, Effects effects)
    {
        CreateIfNew(now, effects);
        if (State.Conversations.Count >= MessageId.MaxConversation && State.Conversations.Find(c.Sender) is null)
        {
            effects.Tell(c.Session, new ConnectionMessages.SendRefused(Address, c.N, c.ClientMessageId, ErrorCode.Overloaded,
                "The receiver has too many conversations.", "receiver_id", null));
            return;
        }

        var conversation = State.Conversations.FindOrOpen(c.Sender);
        var id = new MessageId(NextStamp(c.Floor, now), Number, conversation.Number);
        var send = new Pending.Send(new SendRecord(fingerprint, id, now));
        send.Askers.Add((c.Session, c.N));
        _pending.Add(key, send);
        _pending.Messages++;
        _pending.Bytes += c.Body.Content.Length;
        Persist(new UserEvents.MessageQueued(
            NextEntryPosition(), id, c.Sender, c.SenderDevice, c.ClientMessageId, c.Body, now, key, fingerprint,
            c.EchoOwed && c.Sender != _id, // his other devices get the message itself
            TakeWatermarksForAppend(now)), effects);
    }

    /// <summary>M3: after the clock, after the last id, and after everything that the sender had seen; the counter carries into the next second.</summary>
    private long NextStamp(long floor, long now)
    {
        var last = Math.Max(Math.Max(State.LastStamp, _pending.LastStamp), floor);
        return _pending.LastStamp = Math.Max(now / 1000 * MessageId.StampsPerSecond, last + 1);
    }

    private void SendCommitted(UserEvents.MessageQueued e, long now, Effects effects)
    {
        if (_pending.Take(e.Key) is { } send)
        {
            _pending.Messages--;
            _pending.Bytes -= e.Body.Content.Length;
            foreach (var (session, n) in send.Askers)
                effects.Tell(session, new ConnectionMessages.SendAccepted(Address, n, e.ClientMessageId, e.MessageId, e.At));
        }

        if (e.Watermarks is { } watermarks) MarksCommitted(watermarks, effects);
        PumpAll(now, effects);
        if (e.EchoOwed) OweEcho(e, now, effects);
        SpillIfDue(now, effects);
    }

    private void Answer(ConnectionAddress session, long n, ClientMessageId id, ulong fingerprint, SendRecord sent, Effects effects)
    {
        if (sent.Fingerprint == fingerprint)
            effects.Tell(session, new ConnectionMessages.SendAccepted(Address, n, id, sent.MessageId, sent.At));
        else
            RefuseReuse(session, n, id, effects);
    }

    private void RefuseReuse(ConnectionAddress session, long n, ClientMessageId id, Effects effects) =>
        effects.Tell(session, new ConnectionMessages.SendRefused(Address, n, id, ErrorCode.InvalidValue,
            "This client_message_id was used for another message; take a new one.", "client_message_id", null));
}
