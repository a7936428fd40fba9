using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames;

/// <summary>A frame to a client. Small and immutable: the connection's write loop encodes it into the batch that is being sent.</summary>
public abstract record ServerFrame
{
    /// <summary>A frame that goes to many connections of a node.</summary>
    public abstract record SharedFrame : ServerFrame
    {
        /// <summary>Its text, once it has been encoded for all; empty before.</summary>
        public ReadOnlyMemory<byte> Encoded { get; init; }

        public SharedFrame Encode()
        {
            var text = new System.Buffers.ArrayBufferWriter<byte>(512);
            ServerFrameWriter.Write(this, text);
            return this with { Encoded = text.WrittenSpan.ToArray() };
        }
    }

    public sealed record AuthSuccess(
        string SessionId, long ServerTime, int UnreadCount, string Epoch, bool? Recovered, bool Sync, long HeartbeatIntervalMs,
        long TokenExpiresAt, long DedupWindowMs, FrameLimits Limits, int InFlight) : ServerFrame
    {
        /// <summary>Inbox position that pushing starts from, where what the client came with could not be recovered.</summary>
        public long From { get; init; }
    }

    public sealed record MessageAck(ClientMessageId ClientMessageId, MessageId MessageId, long Timestamp) : ServerFrame;

    /// <summary>● An incoming message; <c>stream</c> and <c>seq</c> are the inbox and <paramref name="Seq"/>.</summary>
    public sealed record Message(
        long Seq, MessageId MessageId, UserId SenderId, UserId ReceiverId, string Content, string? MediaUrl, MessageId? ReplyTo,
        long Timestamp) : ServerFrame;

    /// <summary>What the user himself sent from another device.</summary>
    public sealed record MessageEcho(
        long Seq, MessageId MessageId, ClientMessageId ClientMessageId, DeviceId DeviceId, UserId SenderId, UserId ReceiverId,
        string Content, string? MediaUrl, MessageId? ReplyTo, long Timestamp) : ServerFrame;

    public sealed record DeliveryReceipt(
        long Seq, UserId Self, UserId DeliveredTo, IReadOnlyList<MessageId> MessageIds, MessageId UpTo, long Timestamp) : ServerFrame;

    /// <summary>● To the original sender: the reader has read everything up to <paramref name="UpTo"/>.</summary>
    public sealed record ReadReceipt(
        long Seq, UserId Self, UserId ReadBy, IReadOnlyList<MessageId> MessageIds, MessageId UpTo, long Timestamp) : ServerFrame;

    /// <summary>What the user himself read on another device.</summary>
    public sealed record ReadEcho(
        long Seq, UserId Self, UserId Peer, MessageId UpTo, int UnreadCount, int TotalUnread, DeviceId? DeviceId) : ServerFrame
    {
        /// <summary>Instead of a peer.</summary>
        public GroupId? Group { get; init; }
    }

    /// <summary>How the user wants a conversation to be treated from now on; to all his devices.</summary>
    /// <param name="Peer">None where it is with a group.</param>
    public sealed record ConversationEcho(
        long Seq, UserId Self, UserId Peer, GroupId? Group, bool Muted, long? MutedUntil, bool Archived) : ServerFrame;

    /// <summary>
    /// ● A group's message, to every member but the device that sent it; <c>stream</c> and <c>conversation_id</c> are the group's id.
    /// </summary>
    public sealed record GroupMessage(
        long Seq, GroupId GroupId, MessageId MessageId, UserId SenderId, string Content, string? MediaUrl, MessageId? ReplyTo,
        long Timestamp) : SharedFrame;

    /// <summary>A change of a group, in its stream between its messages.</summary>
    /// <param name="Revision">Of the group after the change.</param>
    /// <param name="ActorId">Who has changed it.</param>
    /// <param name="Event">What has changed, as it is called on the wire: <c>member_added</c>.</param>
    /// <param name="UserIds">The members it is about; empty where it is about the group.</param>
    /// <param name="Role">Of those members from now on, where that is what the change says.</param>
    /// <param name="Name">Of the group, where that is what the change says.</param>
    /// <param name="Until">When a mute ends by itself, where it does.</param>
    public sealed record GroupEvent(
        long Seq, GroupId GroupId, long Revision, string Event, UserId ActorId, IReadOnlyList<UserId> UserIds, string? Role, string? Name,
        long? Until, long Timestamp) : SharedFrame;

    /// <summary>How far one of the user's own messages has come in a group; not durable, the newest is the whole truth.</summary>
    /// <param name="MemberCount">Members whom the message was for: all but its sender.</param>
    public sealed record GroupReceipt(
        GroupId GroupId, MessageId MessageId, int DeliveredCount, int ReadCount, int MemberCount, long Timestamp) : ServerFrame;

    public sealed record HeartbeatAck(long ServerTime) : ServerFrame;

    public sealed record Error(
        ErrorCode Code, string Detail, string? Field, string? ClientMessageId, string? RequestId, long? RetryAfterMs) : ServerFrame;

    public sealed record Ok(string? RequestId) : ServerFrame;

    public sealed record Presence(IReadOnlyList<UserPresence> Users, long Timestamp) : ServerFrame;

    public sealed record Typing(UserId Self, UserId UserId, bool Start, long ExpiresInMs) : ServerFrame;

    /// <param name="Seq">Of a group: the gap ends there, and is acked like an entry; null where the conversation is the inbox.</param>
    public sealed record SyncGap(string ConversationId, long? Seq, string Reason, MessageId? ResumeAfter) : ServerFrame;

    public sealed record SyncDone(IReadOnlyDictionary<string, long> Positions, int UnreadCount, long ServerTime) : ServerFrame;

    public sealed record SessionDisplaced(string SessionId, string BySessionId, long Timestamp) : ServerFrame;

    public sealed record Reconnect(string Reason, long DelayMs, string? Url) : ServerFrame;
}

/// <param name="LastSeen">Unix milliseconds of when the user was last on line; null where never seen or on line now.</param>
public sealed record UserPresence(UserId UserId, bool Online, long? LastSeen);
