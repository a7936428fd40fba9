using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Domain.Sends;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>Messages for this user: idempotent (M4), in the order of each sender's session (M2), acked when durable.</summary>
public sealed partial class User : ISendLog<Effects>
{
    private const long InboxFullRetryMs = 60_000;

    SendHistory ISendLog<Effects>.Sends => State.Sends;

    long ISendLog<Effects>.Number => Number;

    string ISendLog<Effects>.Unreadable => "The receiver's inbox cannot be read at the moment.";

    ConnectionMessages.SendRefused? ISendLog<Effects>.Refusal(ISend c, long now)
    {
        if (!State.IsCreated && !_pending.Created && !_limits.QueueForUnknown)
            return new(Address, c.N, c.ClientMessageId, ErrorCode.UserNotFound, "There is no user with this receiver_id.", "receiver_id", null);
        if (State.Inbox.Bodies + _pending.Messages >= _limits.InboxEntries || State.Inbox.Bytes + _pending.Bytes >= _limits.InboxBytes)
            return new(Address, c.N, c.ClientMessageId, ErrorCode.InboxFull,
                "The receiver has too many messages waiting; try again later.", null, InboxFullRetryMs);
        if (State.Conversations.Count >= MessageId.MaxConversation && State.Conversations.Find(c.Sender) is null)
            return new(Address, c.N, c.ClientMessageId, ErrorCode.Overloaded, "The receiver has too many conversations.", "receiver_id", null);
        return null;
    }

    SendRecord ISendLog<Effects>.Queue(ISend c, UInt128 key, ulong fingerprint, long now, Effects effects)
    {
        CreateIfNew(now, effects);
        var conversation = State.Conversations.FindOrOpen(c.Sender);
        var id = new MessageId(NextStamp(c.Floor, now), Number, conversation.Number);
        _pending.Messages++;
        _pending.Bytes += c.Body.Content.Length;
        Persist(new UserEvents.MessageQueued(
            NextEntryPosition(), id, c.Sender, c.SenderDevice, c.ClientMessageId, c.Body, now, key, fingerprint,
            c is UserCommands.SendMessage { EchoOwed: true } && c.Sender != _id, // his other devices get the message itself
            TakeWatermarksForAppend(now)), effects);
        return new SendRecord(fingerprint, id, now);
    }

    void ISendLog<Effects>.Spilled(SpilledBucket bucket, Effects effects) =>
        Persist(new UserEvents.SendsSpilled(bucket.UpToRow, bucket.NewestAt), effects);

    /// <summary>The answer to <see cref="EntityEffects.LookUp"/>.</summary>
    public void LookedUp(IReadOnlyDictionary<UInt128, SendRecord>? found, long now, Effects effects)
    {
        NoticeTime(now);
        _sends.LookedUp(found, now, effects);
    }

    /// <summary>The answer to <see cref="EntityEffects.ReadFilters"/>.</summary>
    public void FiltersRead(SpilledFilters? filters, long now, Effects effects)
    {
        NoticeTime(now);
        _sends.FiltersRead(filters, now, effects);
    }

    /// <summary>The answer to <see cref="EntityEffects.Spill"/>.</summary>
    public void SpillEnded(SpilledBucket bucket, bool done, long now, Effects effects)
    {
        NoticeTime(now);
        _sends.SpillEnded(bucket, done, now, effects);
    }

    /// <summary>M3: after the clock, after the last id, and after everything that the sender had seen; the counter carries into the next second.</summary>
    private long NextStamp(long floor, long now)
    {
        var last = Math.Max(Math.Max(State.LastStamp, _pending.LastStamp), floor);
        return _pending.LastStamp = Math.Max(MessageId.StampAt(now), last + 1);
    }

    private void SendCommitted(UserEvents.MessageQueued e, long now, Effects effects)
    {
        if (_sends.Committed(Address, e.Key, e.ClientMessageId, e.MessageId, e.At, effects))
        {
            _pending.Messages--;
            _pending.Bytes -= e.Body.Content.Length;
        }

        if (e.Watermarks is { } watermarks) MarksCommitted(watermarks, effects);
        PumpAll(now, effects);
        if (e.EchoOwed) OweEcho(e, now, effects);
        _sends.SpillIfDue(now, effects);
    }
}
