using Chat.Domain.Idempotency;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// Copies of a message for the sender's other devices (M5): this entity, the recipient's, owes them to the sender's entity until that
/// has written them; and as a sender's entity it writes the copies that others owe it.
/// </summary>
public sealed partial class User
{
    private readonly List<InboxEntry> _echoesOwed = new(0);
    private long _echoesDue = long.MaxValue;
    private int _echoAttempts;
    private long _echoesOwedSince;

    private const long EchoRetryMs = 5_000;
    private const int EchoesAtOnce = 64;

    private void OweEcho(UserEvents.MessageQueued e, long now, Effects effects)
    {
        if (State.Inbox.After(e.Position - 1) is not { EchoOwed: true } entry) return;
        if (_echoesOwed.Count == 0) _echoesOwedSince = now;
        _echoesOwed.Add(entry);
        effects.Tell(ToEcho(e));
        _echoesDue = Math.Min(_echoesDue, now + EchoRetryMs);
    }

    private void ResumeEchoes(long now)
    {
        _echoesOwed.AddRange(State.Inbox.Entries.Where(e => e.EchoOwed));
        _echoesOwedSince = now;
        if (_echoesOwed.Count > 0) _echoesDue = now + _random.NextInt64(EchoRetryMs);
    }

    private void SendEchoes(long now, Effects effects)
    {
        if (now < _echoesDue) return;
        _echoesDue = long.MaxValue;
        _echoesOwed.RemoveAll(e => e.Removed || !e.EchoOwed);
        if (_echoesOwed.Count == 0)
        {
            _echoAttempts = 0;
            return;
        }

        foreach (var entry in _echoesOwed.Take(EchoesAtOnce))
        {
            if (entry.Row is UserEvents.MessageQueued row) effects.Tell(ToEcho(row));
            else effects.Load ??= (entry.SequenceNr, RowsAtOnce); // told when they come
        }

        _echoesDue = now + Backoff(EchoRetryMs, ++_echoAttempts);
    }

    private void ConfirmEcho(UserCommands.ConfirmEcho c, long now)
    {
        var entry = _echoesOwed.Find(e => e.MessageId == c.MessageId);
        if (entry is null) return;
        entry.EchoOwed = false; // not an event: at worst the copy is owed again after a crash, and recognised (M5)
        _echoesOwed.Remove(entry);
        _echoAttempts = 0;
        _echoesOwedSince = now; // the other side answers
        if (_echoesOwed.Count == 0) _echoesDue = long.MaxValue;
        if (State.Devices.All.Count > 0 && State.Devices.All.All(d => d.CommittedCursor >= entry.Position)) State.Inbox.Remove(entry);
        else UnloadIfDelivered(entry);
    }

    private void RecordEcho(UserCommands.RecordEcho c, long now, Effects effects)
    {
        var key = IdempotencyKey.OfEcho(c.MessageId);
        var nobodyElse = State.Devices.All.All(d => d.Id == c.Device) && !_pending.Registering.Any(d => d != c.Device);
        if (nobodyElse && !State.History.Enabled || State.Sends.TryGet(key, out _))
        {
            effects.Tell(new UserCommands.ConfirmEcho(c.Recipient, _id, c.MessageId));
            return;
        }

        if (_sends.IsPending(key)) return; // confirmed when it is written
        _sends.Add(key, new SendRecord(0, c.MessageId, now));
        var conversation = State.Conversations.FindOrOpen(c.Recipient);
        if (!conversation.IsCommitted) Touch(conversation, now); // the marks in this row open it under its number
        Persist(new UserEvents.EchoQueued(
            NextEntryPosition(), c.MessageId, c.Recipient, c.Device, c.ClientMessageId, c.Body, c.Timestamp,
            conversation.IsCommitted ? TakeWatermarksForAppend(now) : TakeWatermarks(now)), effects);
    }

    private void EchoCommitted(UserEvents.EchoQueued e, Effects effects)
    {
        _sends.TakePending(IdempotencyKey.OfEcho(e.MessageId));
        effects.Tell(new UserCommands.ConfirmEcho(e.Recipient, _id, e.MessageId));
        if (e.Watermarks is { } watermarks) MarksCommitted(watermarks, effects);
        PumpAll(_activeAt, effects);
    }

    private UserCommands.RecordEcho ToEcho(UserEvents.MessageQueued e) =>
        new(e.Sender, _id, e.MessageId, e.ClientMessageId, e.SenderDevice, e.Body, e.At);

    private long Backoff(long firstMs, int attempts) =>
        (long)(Math.Min(firstMs << Math.Min(attempts - 1, 6), MaxBackoffMs) * (0.75 + _random.NextDouble() / 2));

    private const long MaxBackoffMs = 300_000;
}
