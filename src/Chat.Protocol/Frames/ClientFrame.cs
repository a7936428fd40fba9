using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames;

/// <summary>A frame from a client, decoded and checked against <see cref="FrameLimits"/>. Unknown fields are ignored.</summary>
public abstract record ClientFrame
{
    /// <summary>The first frame of a connection. ●</summary>
    public sealed record Auth(
        UserId UserId, string AuthToken, DeviceId DeviceId, string? Platform, string? AppVersion,
        bool Sync, ResumeRequest? Resume) : ClientFrame;

    /// <summary>A message to one user. ● <paramref name="Timestamp"/> is the client's clock: kept for display, never for order.</summary>
    public sealed record Message(
        ClientMessageId ClientMessageId, UserId ReceiverId, string Content, string? MediaUrl, MessageId? ReplyTo, long Timestamp) : ClientFrame;

    /// <summary>A message to the members of a group. ● <paramref name="Timestamp"/> is the client's clock, as in <see cref="Message"/>.</summary>
    public sealed record GroupMessage(
        ClientMessageId ClientMessageId, GroupId GroupId, string Content, string? MediaUrl, MessageId? ReplyTo, long Timestamp) : ClientFrame;

    /// <summary>● with one id; ○ with several, or with cumulative positions per stream.</summary>
    public sealed record DeliveryAck(IReadOnlyList<MessageId> MessageIds, IReadOnlyDictionary<string, long>? Positions) : ClientFrame;

    /// <summary>● Reading is cumulative in a conversation; <paramref name="UpTo"/> stands beside or instead of the ids.</summary>
    public sealed record ReadReceipt(IReadOnlyList<MessageId> MessageIds, MessageId? UpTo, long Timestamp) : ClientFrame;

    /// <summary>● Answered at once by the connection itself.</summary>
    public sealed record Heartbeat : ClientFrame
    {
        public static readonly Heartbeat Instance = new();
    }

    public sealed record PresenceSubscribe(string? RequestId, IReadOnlyList<UserId> UserIds) : ClientFrame;

    public sealed record PresenceUnsubscribe(string? RequestId, IReadOnlyList<UserId> UserIds) : ClientFrame;

    public sealed record Typing(UserId ReceiverId, bool Start) : ClientFrame;

    public sealed record AuthRefresh(string? RequestId, string AuthToken) : ClientFrame;
}

/// <summary>Where a client stopped: the log's epoch and the last position per stream that it has stored.</summary>
public sealed record ResumeRequest(string Epoch, IReadOnlyDictionary<string, long> Positions);

/// <summary>Why a frame was not accepted; becomes an <c>error</c> frame that names the field and the fix.</summary>
/// <param name="ClientMessageId">Of the refused send, where it could be read, so that the client can fail that item.</param>
/// <param name="RequestId">Of the refused request, likewise.</param>
public sealed record FrameError(ErrorCode Code, string Message, string? Field, string? ClientMessageId, string? RequestId);

/// <summary>Bounds on what a client may send; announced in <c>auth_success</c> where a client can use them.</summary>
public sealed record FrameLimits
{
    /// <summary>Bytes of a frame once authenticated.</summary>
    public int FrameBytes { get; init; } = 65_536;

    /// <summary>Bytes of a frame before authentication.</summary>
    public int UnauthenticatedFrameBytes { get; init; } = 8_192;

    /// <summary>UTF-8 bytes of a message's content.</summary>
    public int ContentBytes { get; init; } = 16_384;

    /// <summary>Ids in one delivery_ack or read_receipt, users in one subscription request.</summary>
    public int BatchIds { get; init; } = 256;

    /// <summary>UTF-8 bytes of a media_url.</summary>
    public int MediaUrlBytes { get; init; } = 2_048;
}
