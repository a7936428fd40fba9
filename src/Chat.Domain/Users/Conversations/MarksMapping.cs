using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Conversations;

/// <summary>Between the marks of a conversation and their form in the journal, which carries whole message ids.</summary>
internal static class MarksMapping
{
    public static ConversationMarks ToEvent(Conversation c, in Marks m, long ownEntity) => new(
        c.Number, c.Peer,
        c.OwnId(m.Delivered, ownEntity), c.ReadId(m.Read, ownEntity),
        c.OwnId(m.DeliveredConfirmed, ownEntity), c.OwnId(m.ReadConfirmed, ownEntity),
        c.PeerId(m.PeerDelivered), c.PeerId(m.PeerRead),
        m.PeerDeliveredAt, m.PeerReadAt, m.ReadAt, m.PeerDeliveredTime, m.PeerReadTime) { Group = c.With.Group };

    public static void Commit(Conversation c, ConversationMarks marks)
    {
        LearnPeer(c, marks.PeerDelivered);
        LearnPeer(c, marks.PeerRead);
        if (c.IsGroup) LearnPeer(c, marks.Read);
        Advance(ref c.Committed, marks);
        Advance(ref c.Live, marks);
        c.DropUnread(c.Committed.Read);
    }

    public static void LearnPeer(Conversation c, MessageId id)
    {
        if (id.IsNone) return;
        c.PeerEntity = id.Entity;
        c.PeerConversation = id.Conversation;
    }

    private static void Advance(ref Marks m, ConversationMarks from)
    {
        m.Delivered = Math.Max(m.Delivered, from.Delivered.Stamp);
        m.Read = Math.Max(m.Read, from.Read.Stamp);
        m.DeliveredConfirmed = Math.Max(m.DeliveredConfirmed, from.DeliveredConfirmed.Stamp);
        m.ReadConfirmed = Math.Max(m.ReadConfirmed, from.ReadConfirmed.Stamp);
        m.PeerDelivered = Math.Max(m.PeerDelivered, from.PeerDelivered.Stamp);
        m.PeerRead = Math.Max(m.PeerRead, from.PeerRead.Stamp);
        m.PeerDeliveredTime = Math.Max(m.PeerDeliveredTime, from.PeerDeliveredTime);
        m.PeerReadTime = Math.Max(m.PeerReadTime, from.PeerReadTime);
        m.PeerDeliveredAt = Math.Max(m.PeerDeliveredAt, from.PeerDeliveredAt);
        m.PeerReadAt = Math.Max(m.PeerReadAt, from.PeerReadAt);
        m.ReadAt = Math.Max(m.ReadAt, from.ReadAt);
    }
}
