using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// What has been delivered and read, both ways: as the reader's entity we owe our marks to each sender's entity until that has
/// written them (P3); as the sender's entity we write the marks of readers and show them to our devices (P4).
/// </summary>
public sealed partial class User
{
    private RareSet<Conversation> _owing;
    private long _receiptsDue = long.MaxValue;

    /// <summary>A burst of acks becomes one receipt; the first goes at once.</summary>
    private const long ReceiptIntervalMs = 200;

    /// <summary>A receipt is confirmed once written, so not before <see cref="UserLimits.ReceiptDelay"/>; and some of this is taken off by chance.</summary>
    private long ReceiptRetryMs => (long)_limits.ReceiptDelay.TotalMilliseconds + 7_000;

    private const int MaxIds = 256;

    private void MarkRead(UserCommands.MarkRead c, long now, Effects effects)
    {
        foreach (var id in c.MessageIds)
        {
            // From an id alone we find the conversation, however long the message has been gone (M3).
            if (id.Entity != Number)
            {
                ReadGroup(id, c.Device, now, effects);
                continue;
            }

            if (State.Conversations.Find(id.Conversation) is not { IsCommitted: true } conversation) continue;
            var stamp = Math.Min(id.Stamp, conversation.LastIncoming);
            if (stamp <= conversation.Live.Read) continue;
            conversation.Live.Read = stamp;
            conversation.Live.Delivered = Math.Max(conversation.Live.Delivered, stamp);
            AddId(conversation.ReadIds ??= [], id);
            Touch(conversation, now, _limits.ReadDelay); // P2
            Owe(conversation, now);
            ScheduleReceipts(now, effects);
            if (State.Devices.All.Any(d => d.Id != c.Device))
                PlaceMark(conversation, EntryKind.ReadEcho, default, State.Devices.Find(c.Device)?.Id, now, effects);
        }

        PumpAll(now, effects);
    }

    /// <summary>A message has reached a device: the contiguous maximum over devices has moved to it (P1).</summary>
    private void Delivered(InboxEntry entry, long now)
    {
        if (State.Conversations.Find(entry.Conversation) is not { } conversation) return;
        if (entry.MessageId.Stamp <= conversation.Live.Delivered) return;
        conversation.Live.Delivered = entry.MessageId.Stamp;
        AddId(conversation.DeliveredIds ??= [], entry.MessageId);
        Touch(conversation, now);
        Owe(conversation, now);
    }

    private void Owe(Conversation conversation, long now)
    {
        if (_owing.Add(conversation)) conversation.OwedSince = now;
    }

    /// <summary>Sends what may go now, and sets the time for the rest.</summary>
    private void ScheduleReceipts(long now, Effects effects)
    {
        if (_owing.Count == 0) return;
        _receiptsDue = now;
        SendReceipts(now, effects);
    }

    private void ResumeReceipts(long now)
    {
        foreach (var conversation in State.Conversations.All)
            if (conversation.OwesReceipt)
                Owe(conversation, now);
        if (_owing.Count > 0) _receiptsDue = now + _random.NextInt64(ReceiptRetryMs / 4);
    }

    private void SendReceipts(long now, Effects effects)
    {
        if (now < _receiptsDue) return;
        _receiptsDue = long.MaxValue;
        List<Conversation>? paid = null;
        foreach (var conversation in _owing)
        {
            if (!conversation.OwesReceipt)
            {
                (paid ??= []).Add(conversation);
                continue;
            }

            var due = conversation.HasReceiptToSend ? conversation.ReceiptSentAt + ReceiptIntervalMs : conversation.ReceiptDueAt;
            if (now >= due)
            {
                SendReceipt(conversation, now, effects);
                due = conversation.ReceiptDueAt;
            }

            _receiptsDue = Math.Min(_receiptsDue, due);
        }

        if (paid is not null)
            _owing.ExceptWith(paid);
    }

    private void SendReceipt(Conversation c, long now, Effects effects)
    {
        effects.Tell(new UserCommands.RecordReceipt(
            c.Peer, _id,
            c.Live.Delivered > c.Live.DeliveredConfirmed ? c.OwnId(c.Live.Delivered, Number) : default, c.DeliveredIds ?? (IReadOnlyList<MessageId>)[],
            c.Live.Read > c.Live.ReadConfirmed ? c.OwnId(c.Live.Read, Number) : default, c.ReadIds ?? (IReadOnlyList<MessageId>)[], now));
        c.DeliveredIds = null;
        c.ReadIds = null;
        c.ReceiptAttempts = c.HasReceiptToSend ? 1 : c.ReceiptAttempts + 1;
        c.ReceiptDelivered = c.Live.Delivered;
        c.ReceiptRead = c.Live.Read;
        c.ReceiptSentAt = now;
        c.ReceiptDueAt = now + Backoff(ReceiptRetryMs, c.ReceiptAttempts);
    }

    private void ConfirmReceipt(UserCommands.ConfirmReceipt c, long now)
    {
        if (State.Conversations.Find(c.Sender) is not { } conversation) return;
        conversation.Live.DeliveredConfirmed = Math.Max(conversation.Live.DeliveredConfirmed, Math.Min(c.Delivered.Stamp, conversation.Live.Delivered));
        conversation.Live.ReadConfirmed = Math.Max(conversation.Live.ReadConfirmed, Math.Min(c.Read.Stamp, conversation.Live.Read));
        if (conversation.OwesReceipt) conversation.OwedSince = now; // what is left is younger than what was confirmed
        else _owing.Remove(conversation);
        if (_owing.Count == 0) _receiptsDue = long.MaxValue;
        _touchedConversations.Add(conversation); // goes with the next watermarks; worth no row of its own
    }

    private void RecordReceipt(UserCommands.RecordReceipt c, long now, Effects effects)
    {
        CreateIfNew(now, effects);
        var conversation = State.Conversations.FindOrOpen(c.Reader);
        conversation.ConfirmOwed = true;
        ref var live = ref conversation.Live;
        Conversations.MarksMapping.LearnPeer(conversation, c.Delivered);
        Conversations.MarksMapping.LearnPeer(conversation, c.Read);
        if (c.Delivered.Stamp > live.PeerDelivered)
        {
            live.PeerDelivered = c.Delivered.Stamp;
            live.PeerDeliveredTime = c.Timestamp;
            PlaceMark(conversation, EntryKind.PeerDelivered, c.DeliveredIds, null, now, effects);
        }

        if (c.Read.Stamp > live.PeerRead)
        {
            live.PeerRead = c.Read.Stamp;
            live.PeerReadTime = c.Timestamp;
            PlaceMark(conversation, EntryKind.PeerRead, c.ReadIds, null, now, effects);
        }

        PumpAll(now, effects);
        if (c.Delivered.Stamp <= conversation.Committed.PeerDelivered && c.Read.Stamp <= conversation.Committed.PeerRead)
            Confirm(conversation, effects);
    }

    private void Confirm(Conversation c, Effects effects)
    {
        c.ConfirmOwed = c.Live.PeerDelivered > c.Committed.PeerDelivered || c.Live.PeerRead > c.Committed.PeerRead;
        effects.Tell(new UserCommands.ConfirmReceipt(c.Peer, _id, c.PeerId(c.Committed.PeerDelivered), c.PeerId(c.Committed.PeerRead)));
    }

    private static void AddId(List<MessageId> ids, MessageId id)
    {
        if (ids.Count == MaxIds) ids.RemoveAt(0);
        ids.Add(id);
    }
}
