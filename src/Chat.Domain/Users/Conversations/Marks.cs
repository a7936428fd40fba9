namespace Chat.Domain.Users.Conversations;

/// <summary>
/// How far a conversation is, in stamps of message ids: ours for the peer's messages (our entity allocated their ids), his for ours.
/// All of them only grow.
/// </summary>
public struct Marks
{
    /// <summary>Of the peer's messages: reached a device of ours; read by us; written by the peer's entity (P3).</summary>
    public long Delivered, Read, DeliveredConfirmed, ReadConfirmed;

    /// <summary>Of our messages: reached a device of the peer; read by him. Unix milliseconds of each beside it.</summary>
    public long PeerDelivered, PeerRead, PeerDeliveredTime, PeerReadTime;

    /// <summary>Positions at which the peer's marks and our own reading last changed; 0 where never.</summary>
    public long PeerDeliveredAt, PeerReadAt, ReadAt;
}
