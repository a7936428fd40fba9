using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Domain.Connections;

/// <summary>What an entity tells a connection (or a REST request, which has an address of the same kind while it waits).</summary>
public abstract record ConnectionMessage;

/// <summary>
/// A durable frame. Those of an attachment form one chain over all streams: each names the one before it by its number, so that a
/// connection notices with one comparison when one was lost on its way between nodes. It attaches again then; passing on what follows
/// would let the device acknowledge past the hole.
/// </summary>
/// <param name="Position">In its stream: the inbox, or a group.</param>
public abstract record PushedFrame(long Position) : ConnectionMessage
{
    /// <summary>Number of the frame before it in the chain, or where the attachment began.</summary>
    public long Previous { get; init; }

    /// <summary>Its own number: they count up by one.</summary>
    public long Number => Previous + 1;
}

public static partial class ConnectionMessages
{
    // Answers to SendMessage, from the entity that it was sent to, a user or a group. N is the number the connection gave the send (M1).

    /// <summary>The message is durable.</summary>
    public sealed record SendAccepted(EntityAddress Entity, long N, ClientMessageId ClientMessageId, MessageId MessageId, long Timestamp) : ConnectionMessage;

    /// <summary>Refused; nothing was consumed.</summary>
    public sealed record SendRefused(
        EntityAddress Entity, long N, ClientMessageId ClientMessageId, ErrorCode Code, string Detail, string? Field, long? RetryAfterMs) : ConnectionMessage;

    /// <summary>Something before it is missing: send again, in order, from this number on (M2).</summary>
    public sealed record ResendFrom(EntityAddress Entity, long N) : ConnectionMessage;

    // The attachment of a device.

    /// <param name="Incarnation">Of the entity; a lease is renewed under it (R6).</param>
    /// <param name="Recovered">Whether nothing is missing after the position that the client gave; null where it gave none.</param>
    /// <param name="Cursor">Where pushing starts.</param>
    /// <param name="Devices">How many are to have what the user sends: his devices, and history where he keeps it. Others than the sender are owed echoes (M5).</param>
    public sealed record Attached(
        long Incarnation, string Epoch, bool? Recovered, long Cursor, int UnreadCount, int Devices) : ConnectionMessage
    {
        /// <summary>Where the chain of pushed frames begins.</summary>
        public long PushedFrom { get; init; }
    }

    public sealed record AttachRefused(ErrorCode Code, CloseCode Close, string Detail) : ConnectionMessage;

    /// <summary>
    /// Another connection of the device holds the attachment. The attach may have been on its way since before that one: who is still there says
    /// so by attaching again, and names the session that it takes over from.
    /// </summary>
    public sealed record AttachContested(string BySession) : ConnectionMessage;

    /// <summary>This entity does not hold the attachment (any more): attach again.</summary>
    public sealed record AttachmentLost(UserId UserId, long Incarnation) : ConnectionMessage;

    /// <summary>
    /// The number of those who are to have what the user sends has changed (M5). No frame, but in their chain: where it was lost, copies would not
    /// be owed.
    /// </summary>
    public sealed record DevicesChanged(int Devices) : PushedFrame(0);

    /// <summary>Everything that was waiting when the device attached has been pushed, up to the position.</summary>
    public sealed record CaughtUp(long Position) : PushedFrame(Position)
    {
        /// <summary>Likewise of groups that had news for the device; one that could not be reached is not among them.</summary>
        public IReadOnlyList<GroupPosition> Groups { get; init; } = [];

        /// <summary>Over all conversations (protocol rule 8), now that groups have told what they have.</summary>
        public int UnreadCount { get; init; }
    }

    /// <summary>Close the connection; <c>Displaced</c> carries the session that took over.</summary>
    public sealed record Close(CloseCode Code, string Reason, string? BySession) : ConnectionMessage;

    // Durable frames, in order of position.

    public sealed record PushMessage(long Position, MessageId MessageId, UserId Sender, MessageBody Body, long Timestamp) : PushedFrame(Position);

    public sealed record PushEcho(
        long Position, MessageId MessageId, UserId Recipient, DeviceId Device, ClientMessageId ClientMessageId, MessageBody Body,
        long Timestamp) : PushedFrame(Position);

    public sealed record PushDelivered(
        long Position, UserId By, IReadOnlyList<MessageId> MessageIds, MessageId UpTo, long Timestamp) : PushedFrame(Position);

    public sealed record PushRead(
        long Position, UserId By, IReadOnlyList<MessageId> MessageIds, MessageId UpTo, long Timestamp) : PushedFrame(Position);

    public sealed record PushReadEcho(
        long Position, UserId Peer, MessageId UpTo, int UnreadCount, int TotalUnread, DeviceId? Device) : PushedFrame(Position)
    {
        /// <summary>Instead of a peer.</summary>
        public GroupId? Group { get; init; }
    }

    /// <summary>The user has muted or archived a conversation, or undone that; to all his devices.</summary>
    public sealed record PushConversationEcho(long Position, ConversationPartner With, ConversationSettings Settings) : PushedFrame(Position);

    /// <summary>Entries after <paramref name="ResumeAfter"/> have expired before this device had them.</summary>
    public sealed record PushGap(string Reason, MessageId? ResumeAfter) : ConnectionMessage;

    // Not durable.

    public sealed record PresenceChanged(UserId UserId, bool Online, long? LastSeen) : ConnectionMessage;

    public sealed record TypingChanged(UserId From, bool Start) : ConnectionMessage;

    // Answers to REST and administration.

    public sealed record Done : ConnectionMessage
    {
        public static readonly Done Instance = new();
    }

    public sealed record Failed(ErrorCode Code, string Detail) : ConnectionMessage;

    public sealed record DeviceList(IReadOnlyList<DeviceInfo> Devices) : ConnectionMessage;

    /// <summary>The settings of a conversation as they are now, durable.</summary>
    public sealed record ConversationIs(ConversationSettings Settings) : ConnectionMessage;

    /// <param name="TotalUnread">Over all conversations (protocol rule 8).</param>
    public sealed record ConversationList(IReadOnlyList<ConversationInfo> Conversations, int TotalUnread, bool HasMore) : ConnectionMessage;

    /// <summary>What a user's entity knows, for an operator.</summary>
    public sealed record UserInspected(UserView View) : ConnectionMessage;

    /// <summary>Likewise of a group.</summary>
    public sealed record GroupInspected(GroupView View) : ConnectionMessage;

    /// <summary>The answer of an entity to the clean-up: it has given up its journal rows up to this number, 0 where none.</summary>
    public sealed record CleanedUp(long RowsUpTo) : ConnectionMessage;
}

/// <summary>A device as its user sees it. Times are Unix milliseconds.</summary>
public sealed record DeviceInfo(DeviceId Device, string? Platform, string? AppVersion, long RegisteredAt, long LastSeen, bool Online)
{
    /// <summary>As its user calls it.</summary>
    public string? Name { get; init; }

    /// <summary>Of its connection while it is on line, and since when.</summary>
    public string? SessionId { get; init; }
    public long ConnectedAt { get; init; }
}

/// <summary>A conversation as its user's entity knows it.</summary>
/// <param name="Last">Newest message that the entity knows of; none where it knows of none.</param>
/// <param name="LastIsOwn">The user sent it himself; only told of a peer's conversation.</param>
/// <param name="Body">Its content, where that is at hand.</param>
/// <param name="At">Of it, Unix milliseconds.</param>
/// <param name="Read">Up to where the user has read; none where he has not.</param>
/// <param name="Activity">What lists are sorted by: a stamp.</param>
public sealed record ConversationInfo(
    ConversationPartner With, MessageId Last, bool LastIsOwn, MessageBody? Body, long At, int Unread, ConversationSettings Settings, MessageId Read,
    long Activity);
