using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Domain.Users.Inspection;

/// <summary>Where a message is, as far as a user's entity still knows: of one that he received, and of one that he sent.</summary>
internal static class MessageInspection
{
    public static MessageView Of(UserState state, IReadOnlyList<Attachment> attachments, MessageId id) =>
        id.Entity == state.Number ? Received(state, attachments, id) : Sent(state, id);

    private static MessageView Received(UserState state, IReadOnlyList<Attachment> attachments, MessageId id)
    {
        var view = new MessageView { Id = UserInspection.ToSchema(id), LastStamp = state.LastStamp };
        if (state.Conversations.Find(id.Conversation) is not { IsCommitted: true, IsGroup: false } conversation) return view;
        (view.Owned, view.Peer) = (true, conversation.Peer.Value);
        ref var live = ref conversation.Live;
        (view.Delivered, view.Read) = (live.Delivered >= id.Stamp, live.Read >= id.Stamp);
        (view.DeliveredConfirmed, view.ReadConfirmed) = (live.DeliveredConfirmed >= id.Stamp, live.ReadConfirmed >= id.Stamp);
        var entry = state.Inbox.Entries.FirstOrDefault(e => e.Kind == EntryKind.Message && e.MessageId == id);
        view.AcceptedAt = entry?.At ?? AcceptedAt(state, id);
        view.Position = entry?.Position ?? 0;
        foreach (var device in state.Devices.All)
        {
            var attachment = UserInspection.AttachmentOf(device, attachments);
            view.Devices.Add(new MessageOnDevice
            {
                Device = device.Id.Value,
                Online = attachment is not null,
                Pushed = entry is not null && attachment?.SentUpTo >= entry.Position,
                Acknowledged = entry is not null && device.HasAcknowledged(entry.Position),
                Later = device.RegisteredAt / 1000 > id.UnixMilliseconds / 1000,
            });
        }

        return view;
    }

    private static MessageView Sent(UserState state, MessageId id)
    {
        var view = new MessageView { Id = UserInspection.ToSchema(id), LastStamp = state.LastStamp };
        if (state.Conversations.All.FirstOrDefault(c => c.PeerEntity == id.Entity && c.PeerConversation == id.Conversation && !c.IsGroup) is not { } conversation)
            return view;
        (view.Owned, view.Peer) = (true, conversation.Peer.Value);
        ref var live = ref conversation.Live;
        (view.Delivered, view.Read) = (live.PeerDelivered >= id.Stamp, live.PeerRead >= id.Stamp);
        if (live.PeerDelivered == id.Stamp) view.DeliveredAt = live.PeerDeliveredTime;
        if (live.PeerRead == id.Stamp) view.ReadAt = live.PeerReadTime;
        return view;
    }

    /// <summary>By what recognises repetitions, which remembers each send for a day or so; 0 where that is over.</summary>
    private static long AcceptedAt(UserState state, MessageId id)
    {
        foreach (var bucket in state.Sends.Buckets)
            foreach (var sent in bucket.Sends.Values)
                if (sent.MessageId == id)
                    return sent.At;
        return 0;
    }
}
