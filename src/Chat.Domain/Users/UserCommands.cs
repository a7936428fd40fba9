using Chat.Domain.Groups;
using Chat.Domain.Sends;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>A command to a user's entity. Commands from other entities and connections may be lost, repeated or late; each says how it is made safe.</summary>
public abstract record UserCommand(UserId UserId) : IEntityMessage
{
    public EntityAddress Entity => EntityAddress.Of(UserId);
}

/// <summary>All commands of the user entity, by who sends them.</summary>
public static partial class UserCommands
{
    // From the connection of a sender, to the recipient's entity (M1, M2).

    /// <summary>Queue a message for the recipient. Answered by <c>SendAccepted</c>, <c>SendRefused</c> or <c>ResendFrom</c>.</summary>
    /// <param name="UserId">The recipient.</param>
    /// <param name="Session">The sender's connection; scope of <paramref name="N"/>.</param>
    /// <param name="N">Counts this session's sends to this entity, from 1.</param>
    /// <param name="Oldest">The lowest of them that is not answered yet.</param>
    /// <param name="Floor">Highest stamp that this connection has been pushed or acked: the new id sorts after it (protocol rule 3).</param>
    /// <param name="EchoOwed">The sender has other devices, which are to see the message (M5).</param>
    public sealed record SendMessage(
        UserId UserId, ConnectionAddress Session, long N, long Oldest, UserId Sender, DeviceId SenderDevice,
        ClientMessageId ClientMessageId, MessageBody Body, long Floor, bool EchoOwed) : UserCommand(UserId), ISend;

    /// <summary>Tell the user's devices that <paramref name="From"/> is typing; never stored.</summary>
    public sealed record NotifyTyping(UserId UserId, UserId From, bool Start) : UserCommand(UserId);

    // From the user's own connections.

    /// <summary>A device has authenticated. Answered by <c>Attached</c> or <c>AttachRefused</c>; repeating renews the lease (R6).</summary>
    /// <param name="TokenIssuedAt">Unix seconds; a token from before a revocation is refused.</param>
    /// <param name="Epoch">The log that <paramref name="Position"/> belongs to, null where the client does not resume.</param>
    /// <param name="Position">Last inbox position that the client has stored.</param>
    /// <param name="Window">How many unacknowledged messages may be pushed.</param>
    public sealed record AttachDevice(
        UserId UserId, ConnectionAddress Connection, DeviceId Device, string? Platform, string? AppVersion, bool Sync,
        long TokenIssuedAt, string? Epoch, long? Position, int Window) : UserCommand(UserId)
    {
        /// <summary>Likewise of groups: the last position of each that the client has stored (D4).</summary>
        public IReadOnlyList<GroupPosition> Groups { get; init; } = [];

        /// <summary>
        /// The session that this one takes the device over from, once <c>AttachContested</c> has named it; empty before. Null from a node that
        /// cannot be asked.
        /// </summary>
        public string? Displaces { get; init; }
    }

    /// <summary>The lease goes on. Answered by <c>AttachmentLost</c> where this incarnation does not know it, else by nothing.</summary>
    public sealed record RenewAttachment(UserId UserId, ConnectionAddress Connection, DeviceId Device, long Incarnation) : UserCommand(UserId)
    {
        /// <summary>The last frame of the chain that has arrived: what was pushed a renewal ago should have.</summary>
        public long Received { get; init; }
    }

    public sealed record DetachDevice(UserId UserId, ConnectionAddress Connection, DeviceId Device) : UserCommand(UserId);

    /// <summary>The device has stored messages: single ids, those of groups among them, or everything up to a position (with <c>sync</c>).</summary>
    /// <param name="Position">In the inbox.</param>
    public sealed record AcknowledgeDelivery(
        UserId UserId, ConnectionAddress Connection, DeviceId Device, IReadOnlyList<MessageId> MessageIds, long? Position) : UserCommand(UserId)
    {
        /// <summary>Positions in groups, likewise cumulative.</summary>
        public IReadOnlyList<GroupPosition> Groups { get; init; } = [];
    }

    /// <summary>A device without <c>sync</c> has been shown every other durable frame up to the position (P4).</summary>
    /// <param name="Position">In the inbox; 0 where only groups are confirmed.</param>
    public sealed record ConfirmShown(UserId UserId, ConnectionAddress Connection, DeviceId Device, long Position) : UserCommand(UserId)
    {
        /// <summary>Likewise the changes of groups, which such a device cannot acknowledge either.</summary>
        public IReadOnlyList<GroupPosition> Groups { get; init; } = [];
    }

    /// <summary>The user has read these, and so everything before them in their conversations, groups included (P1, P2).</summary>
    public sealed record MarkRead(
        UserId UserId, ConnectionAddress Connection, DeviceId Device, IReadOnlyList<MessageId> MessageIds) : UserCommand(UserId);

    // From connections of others; leases (R6).

    /// <summary>Answered by <c>PresenceChanged</c> with the present state, and again on each change; ends unless renewed.</summary>
    public sealed record SubscribePresence(UserId UserId, ConnectionAddress Subscriber) : UserCommand(UserId);

    public sealed record UnsubscribePresence(UserId UserId, ConnectionAddress Subscriber) : UserCommand(UserId);

    // From the entities of other users; sent until confirmed (P3, M5).

    /// <summary>A reader's marks, cumulative, to the one who sent the messages. Confirmed by <see cref="ConfirmReceipt"/> once written.</summary>
    /// <param name="UserId">The original sender.</param>
    /// <param name="Delivered">Everything up to it has reached a device of the reader; none where unchanged.</param>
    /// <param name="DeliveredIds">What was newly delivered, where the reader still knows; for display only.</param>
    public sealed record RecordReceipt(
        UserId UserId, UserId Reader, MessageId Delivered, IReadOnlyList<MessageId> DeliveredIds,
        MessageId Read, IReadOnlyList<MessageId> ReadIds, long Timestamp) : UserCommand(UserId);

    /// <summary>The sender's entity has written the receipt up to these marks.</summary>
    public sealed record ConfirmReceipt(UserId UserId, UserId Sender, MessageId Delivered, MessageId Read) : UserCommand(UserId);

    /// <summary>A copy of what the user sent, for his other devices. Confirmed by <see cref="ConfirmEcho"/> once written.</summary>
    public sealed record RecordEcho(
        UserId UserId, UserId Recipient, MessageId MessageId, ClientMessageId ClientMessageId, DeviceId Device, MessageBody Body,
        long Timestamp) : UserCommand(UserId);

    public sealed record ConfirmEcho(UserId UserId, UserId Sender, MessageId MessageId) : UserCommand(UserId);

    // From the node's own jobs.

    /// <summary>Wake up and go on with what is owed (R5). Has no answer.</summary>
    public sealed record Wake(UserId UserId) : UserCommand(UserId);

    /// <summary>
    /// Rows of the entity are older than the retention: expire what has to, and let go of what snapshots cover. May be repeated. Answered by
    /// <c>CleanedUp</c>; whoever was woken by nothing else sleeps again at once.
    /// </summary>
    public sealed record CleanUp(UserId UserId, ConnectionAddress ReplyTo) : UserCommand(UserId);

    // From REST and administration.

    /// <summary>Tokens issued before <paramref name="ValidFrom"/> (Unix seconds) stop working and their connections close. Null: all devices.
    /// Answered by <c>Done</c> once durable.</summary>
    public sealed record RevokeTokens(
        UserId UserId, ConnectionAddress ReplyTo, DeviceId? Device, long ValidFrom, RevocationReason Reason, DeviceId? Except) : UserCommand(UserId);

    /// <summary>The device and its cursor go; its connections close. Answered by <c>Done</c> once durable.</summary>
    public sealed record RemoveDevice(UserId UserId, ConnectionAddress ReplyTo, DeviceId Device) : UserCommand(UserId);

    /// <summary>Answered by <c>Done</c> once durable, or <c>Failed</c> where there is no such device.</summary>
    /// <param name="Name">Null: it has none any more.</param>
    public sealed record RenameDevice(UserId UserId, ConnectionAddress ReplyTo, DeviceId Device, string? Name) : UserCommand(UserId);

    /// <summary>Mute or archive a conversation, or undo that; what is null stays. Answered by <c>ConversationIs</c> once durable, or <c>Failed</c>.</summary>
    /// <param name="MutedUntil">Unix milliseconds; null, where <paramref name="Muted"/> is true, for without end.</param>
    public sealed record SetConversation(
        UserId UserId, ConnectionAddress ReplyTo, ConversationPartner With, bool? Muted, long? MutedUntil, bool? Archived) : UserCommand(UserId);

    /// <summary>Answered by <c>ConversationList</c>, those with the newest activity first.</summary>
    /// <param name="After">The last one of the page before; null for the first page.</param>
    /// <param name="Archived">Only those that are, or are not; null for all.</param>
    public sealed record GetConversations(
        UserId UserId, ConnectionAddress ReplyTo, int Max, (long Activity, string Id)? After, bool? Archived) : UserCommand(UserId);

    /// <summary>What the entity knows of its user, for an operator: never contents. Answered by <c>UserInspected</c>; counts as no use of the entity.</summary>
    public sealed record Inspect(UserId UserId, ConnectionAddress ReplyTo) : UserCommand(UserId)
    {
        /// <summary>Also what it knows of this message; none where it is not about one.</summary>
        public MessageId Message { get; init; }
    }

    /// <summary>The user's connections, or those of one device, close with 1001: their clients come back. Answered by <c>Done</c>.</summary>
    public sealed record Kick(UserId UserId, ConnectionAddress ReplyTo, DeviceId? Device) : UserCommand(UserId);

    /// <summary>Keep history on the server from now on, or no more; then what was kept is erased. Answered by <c>Done</c> once durable.</summary>
    public sealed record SetHistory(UserId UserId, ConnectionAddress ReplyTo, bool On) : UserCommand(UserId);

    /// <summary>Answered by <c>HistoryState</c>.</summary>
    public sealed record GetHistory(UserId UserId, ConnectionAddress ReplyTo) : UserCommand(UserId);

    /// <summary>Answered by <c>DeviceList</c>.</summary>
    public sealed record GetDevices(UserId UserId, ConnectionAddress ReplyTo) : UserCommand(UserId);
}

public enum RevocationReason
{
    /// <summary>Connections close with 1000.</summary>
    SignOut = 1,

    /// <summary>Connections close with 4403.</summary>
    Revoked = 2,
}

/// <summary>What a message says; the same on its way in, in the journal and on its way out.</summary>
/// <param name="ClientTimestamp">The sender's clock, Unix milliseconds, for display; part of neither the order nor the fingerprint: a repetition may carry a later one.</param>
public sealed record MessageBody(string Content, string? MediaUrl, MessageId? ReplyTo, long ClientTimestamp);
