using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Sends;

/// <summary>
/// The way of a message into the entity that will hold it: idempotent (M4), in the order of its sender's session (M2), acked when durable.
/// What is in flight dies with the entity (R3).
/// </summary>
internal sealed partial class SendIntake<TEffects>(ISendLog<TEffects> log)
    where TEffects : EntityEffects
{
    private SendSessions _sessions;
    private Dictionary<UInt128, PendingSend>? _pending;

    public bool IsIdle => _pending is not { Count: > 0 } && !IsChecking && !_spilling;

    public void Take(ISend send, long now, TEffects effects)
    {
        var key = KeyOf(send);
        var fingerprint = FingerprintOf(send);

        // M4: before every other check, so that a repetition is answered as its first was.
        if (log.Sends.TryGet(key, out var sent))
        {
            _sessions.Advance(send, now);
            Answer(send, fingerprint, sent, effects);
            return;
        }

        if (JoinsPending(send, key, fingerprint, now, effects)) return;
        if (!WaitsForTable(send, key, now, effects)) Accept(send, key, fingerprint, now, effects);
    }

    public bool IsPending(UInt128 key) => _pending is not null && _pending.ContainsKey(key);

    public void Add(UInt128 key, SendRecord record) => (_pending ??= []).Add(key, new PendingSend(record));

    public PendingSend? TakePending(UInt128 key) => _pending is not null && _pending.Remove(key, out var send) ? send : null;

    /// <summary>The event is durable: whoever asked is told.</summary>
    /// <returns>False where nobody was waiting, and so nothing was counted as pending.</returns>
    public bool Committed(EntityAddress entity, UInt128 key, ClientMessageId id, MessageId messageId, long at, TEffects effects)
    {
        if (TakePending(key) is not { } send) return false;
        foreach (var (session, n) in send.Askers)
            effects.Tell(session, new ConnectionMessages.SendAccepted(entity, n, id, messageId, at));
        return true;
    }

    public void MoveTimes(long by)
    {
        _sessions.MoveTimes(by);
        _spillNotBefore += by;
    }

    /// <summary>A send that is known to be new.</summary>
    private void Accept(ISend send, UInt128 key, ulong fingerprint, long now, TEffects effects)
    {
        if (!_sessions.InOrder(send, now, effects)) return;
        _sessions.Advance(send, now);
        if (log.Refusal(send, now) is { } refusal)
        {
            effects.Tell(send.Session, refusal);
            return;
        }

        var pending = new PendingSend(log.Queue(send, key, fingerprint, now, effects));
        pending.Askers.Add((send.Session, send.N));
        (_pending ??= []).Add(key, pending);
    }

    private bool JoinsPending(ISend send, UInt128 key, ulong fingerprint, long now, TEffects effects)
    {
        if (_pending is null || !_pending.TryGetValue(key, out var inFlight)) return false;
        _sessions.Advance(send, now);
        if (inFlight.Record.Fingerprint == fingerprint) inFlight.Askers.Add((send.Session, send.N)); // answered from committed (R3)
        else RefuseReuse(send, effects);
        return true;
    }

    private static void Answer(ISend send, ulong fingerprint, SendRecord sent, TEffects effects)
    {
        if (sent.Fingerprint == fingerprint)
            effects.Tell(send.Session, new ConnectionMessages.SendAccepted(send.Entity, send.N, send.ClientMessageId, sent.MessageId, sent.At));
        else
            RefuseReuse(send, effects);
    }

    private static void RefuseReuse(ISend send, TEffects effects) => effects.Tell(send.Session, new ConnectionMessages.SendRefused(
        send.Entity, send.N, send.ClientMessageId, ErrorCode.InvalidValue,
        "This client_message_id was used for another message; take a new one.", "client_message_id", null));

    private static UInt128 KeyOf(ISend send) => IdempotencyKey.OfSend(send.Sender, send.SenderDevice, send.ClientMessageId);

    private static ulong FingerprintOf(ISend send) => IdempotencyKey.Fingerprint(send.Entity.Id, send.Body);
}
