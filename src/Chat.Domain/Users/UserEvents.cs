using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>An event of the user entity, as it stands in the journal. Applied by <see cref="UserState"/>; no clock inside.</summary>
public abstract record UserEvent;

public static class UserEvents
{
    /// <summary>The first event: the entity's own number, which its message ids carry (M3).</summary>
    public sealed record UserCreated(long Number, long At) : UserEvent;

    /// <summary>A message for this user. The row is also the message's body until every device has it (R4).</summary>
    /// <param name="Position">In the inbox.</param>
    /// <param name="Key">Of idempotency: hash of sender, device and client_message_id.</param>
    /// <param name="Fingerprint">Hash of receiver and content: the same key with another one is a client's mistake.</param>
    /// <param name="Watermarks">What had changed by then, merged into this row instead of a row of its own.</param>
    public sealed record MessageQueued(
        long Position, MessageId MessageId, UserId Sender, DeviceId SenderDevice, ClientMessageId ClientMessageId, MessageBody Body,
        long At, UInt128 Key, ulong Fingerprint, bool EchoOwed, Watermarks? Watermarks) : UserEvent;

    /// <summary>A copy of what the user sent from <paramref name="Device"/>, for his other devices (M5).</summary>
    public sealed record EchoQueued(
        long Position, MessageId MessageId, UserId Recipient, DeviceId Device, ClientMessageId ClientMessageId, MessageBody Body,
        long At, Watermarks? Watermarks) : UserEvent;

    /// <param name="Cursor">Where the device starts (D1).</param>
    public sealed record DeviceRegistered(int Number, DeviceId Device, string? Platform, string? AppVersion, long Cursor, long At) : UserEvent;

    /// <param name="Name">Null: it has none any more.</param>
    public sealed record DeviceRenamed(DeviceId Device, string? Name, long At) : UserEvent;

    public sealed record DeviceRemoved(DeviceId Device, long ValidFrom, long At) : UserEvent;

    /// <summary>How the user wants a conversation to be treated, all of it; told to all his devices.</summary>
    /// <param name="Number">His own of the conversation, which it opens where it is new.</param>
    /// <param name="GroupNumber">The entity in the ids of the group's messages; 0 where it is with a peer.</param>
    public sealed record ConversationSet(
        int Number, Conversations.ConversationPartner With, long GroupNumber, Conversations.ConversationSettings Settings, long Position, long At) : UserEvent;

    /// <param name="Device">Null: every device, except <paramref name="Except"/>.</param>
    public sealed record TokensRevoked(DeviceId? Device, long ValidFrom, DeviceId? Except, long At) : UserEvent;

    /// <summary>Entries up to the position were older than the retention and are gone.</summary>
    public sealed record EntriesExpired(long UpTo, long At) : UserEvent;

    /// <summary>Sends up to that row are in the table of spilled sends, and leave memory and snapshots (M4).</summary>
    /// <param name="NewestAt">Unix milliseconds of the newest of them: as long as that is in the window, the table is asked.</param>
    public sealed record SendsSpilled(long UpToRow, long NewestAt) : UserEvent;

    /// <summary>
    /// The note of G4: the group has news that some device has not got. It is there until the group has confirmed that all have them, so the
    /// group may rely on it and leave a sleeping entity alone.
    /// </summary>
    /// <param name="GroupNumber">The entity in the ids of the group's messages.</param>
    /// <param name="Cursors">How far each device is; what was told later stands in watermarks.</param>
    public sealed record GroupNewsNoted(
        GroupId Group, long GroupNumber, IReadOnlyList<GroupCursor> Cursors, long At, Watermarks? Watermarks) : UserEvent
    {
        /// <summary>See <see cref="GroupMarks.Unread"/>.</summary>
        public int Unread { get; init; }

        /// <summary>See <see cref="GroupMarks.Latest"/>.</summary>
        public long Latest { get; init; }

        /// <summary>See <see cref="GroupMarks.CountedAt"/>.</summary>
        public long CountedAt { get; init; }
    }

    /// <summary>The user has opted into history on the server, or out of it. Rows from before the first are not in it; with the last, all go.</summary>
    /// <param name="At">Unix milliseconds, later than that of every switch before.</param>
    public sealed record HistorySwitched(bool On, long At) : UserEvent;

    /// <summary>Everything cumulative that changed since the last one: cursors, marks, debts paid, last seen.</summary>
    public sealed record WatermarksAdvanced(Watermarks Watermarks) : UserEvent;
}

/// <summary>Cumulative values, absolute: applying twice does no harm.</summary>
/// <param name="Head">Highest inbox position in use, receipts included.</param>
/// <param name="LastSeen">Unix milliseconds, 0 where unchanged.</param>
public sealed record Watermarks(
    long Head, long LastSeen, IReadOnlyList<DeviceMarks> Devices, IReadOnlyList<ConversationMarks> Conversations)
{
    public IReadOnlyList<GroupMarks> Groups { get; init; } = [];
}

/// <param name="Device">The device's number.</param>
/// <param name="Cursor">Every message up to this position has been stored by the device (D2).</param>
/// <param name="Shown">Every other entry up to this position has been shown (P4).</param>
public sealed record DeviceMarks(int Device, long Cursor, long Shown, long LastSeen);

/// <summary>All marks of one conversation; those of <see cref="MessageId"/> are none where never set.</summary>
/// <param name="Peer">Opens the conversation where its number is new.</param>
/// <param name="Delivered">Of the peer's messages: reached a device of ours (P1).</param>
/// <param name="Read">Of the peer's messages: read by us.</param>
/// <param name="DeliveredConfirmed">Up to where the peer's entity has written our receipts (P3).</param>
/// <param name="PeerDelivered">Of our messages: reached a device of the peer.</param>
/// <param name="PeerRead">Of our messages: read by the peer.</param>
/// <param name="PeerDeliveredAt">Inbox position at which that changed, 0 where never; likewise the next two.</param>
public sealed record ConversationMarks(
    int Number, UserId Peer, MessageId Delivered, MessageId Read, MessageId DeliveredConfirmed, MessageId ReadConfirmed,
    MessageId PeerDelivered, MessageId PeerRead, long PeerDeliveredAt, long PeerReadAt, long ReadAt,
    long PeerDeliveredTime, long PeerReadTime)
{
    /// <summary>Instead of a peer: the conversation is that of a group.</summary>
    public GroupId? Group { get; init; }

    internal Conversations.ConversationPartner With => Group is { } group ? group : Peer;
}

/// <summary>All that the member's side keeps of one group; replaces what was there.</summary>
/// <param name="Number">The entity in the ids of the group's messages: what is read is found by it (M3).</param>
/// <param name="Noted">The group has news, see <see cref="UserEvents.GroupNewsNoted"/>.</param>
/// <param name="Read">Stamp up to which the user has read, where the group has not confirmed it in time (P2); else 0.</param>
/// <param name="Cursors">Only where some device lags; without them every device is where the group says that all have everything (G2).</param>
public sealed record GroupMarks(GroupId Group, long Number, bool Noted, long Read, IReadOnlyList<GroupCursor> Cursors)
{
    /// <summary>Messages of others that the user has not read, as the group counted when it last spoke; worth no row of its own.</summary>
    public int Unread { get; init; }

    /// <summary>Stamp of the newest message that we know of; likewise.</summary>
    public long Latest { get; init; }

    /// <summary>Head of the group when it counted: what it had said before may come later.</summary>
    public long CountedAt { get; init; }

    /// <summary>The group knows of the user's choice about history up to that of this time.</summary>
    public long HistoryTold { get; init; }
}

/// <param name="Device">The device's number.</param>
/// <param name="Position">The device has every entry up to here that its user may see.</param>
public readonly record struct GroupCursor(int Device, long Position);
