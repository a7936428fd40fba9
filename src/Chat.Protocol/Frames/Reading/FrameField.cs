namespace Chat.Protocol.Frames.Reading;

/// <summary>The fields that some client frame has, at the top level or in its payload. Any other name is ignored unread.</summary>
internal enum FrameField
{
    None = -1,

    // Top level.
    Type,
    Payload,
    ClientMessageId,
    RequestId,
    MessageId,
    MessageIds,
    Positions,
    UpTo,
    Timestamp,

    // In the payload.
    UserId,
    AuthToken,
    DeviceId,
    Platform,
    AppVersion,
    Capabilities,
    Resume,
    ReceiverId,
    GroupId,
    Content,
    MediaUrl,
    ReplyTo,
    SentAt,
    UserIds,
    State,

    Count,
}

/// <summary>The names on the wire. Lengths differ so much that comparing them first leaves one or two candidates.</summary>
internal static class FrameFieldNames
{
    public static FrameField AtTop(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("type"u8) => FrameField.Type,
        5 when name.SequenceEqual("up_to"u8) => FrameField.UpTo,
        7 when name.SequenceEqual("payload"u8) => FrameField.Payload,
        9 when name.SequenceEqual("timestamp"u8) => FrameField.Timestamp,
        9 when name.SequenceEqual("positions"u8) => FrameField.Positions,
        10 when name.SequenceEqual("message_id"u8) => FrameField.MessageId,
        10 when name.SequenceEqual("request_id"u8) => FrameField.RequestId,
        11 when name.SequenceEqual("message_ids"u8) => FrameField.MessageIds,
        17 when name.SequenceEqual("client_message_id"u8) => FrameField.ClientMessageId,
        _ => FrameField.None,
    };

    public static FrameField InPayload(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("state"u8) => FrameField.State,
        6 when name.SequenceEqual("resume"u8) => FrameField.Resume,
        7 when name.SequenceEqual("user_id"u8) => FrameField.UserId,
        7 when name.SequenceEqual("content"u8) => FrameField.Content,
        8 when name.SequenceEqual("group_id"u8) => FrameField.GroupId,
        8 when name.SequenceEqual("platform"u8) => FrameField.Platform,
        8 when name.SequenceEqual("reply_to"u8) => FrameField.ReplyTo,
        8 when name.SequenceEqual("user_ids"u8) => FrameField.UserIds,
        9 when name.SequenceEqual("timestamp"u8) => FrameField.SentAt,
        9 when name.SequenceEqual("device_id"u8) => FrameField.DeviceId,
        9 when name.SequenceEqual("media_url"u8) => FrameField.MediaUrl,
        10 when name.SequenceEqual("auth_token"u8) => FrameField.AuthToken,
        11 when name.SequenceEqual("receiver_id"u8) => FrameField.ReceiverId,
        11 when name.SequenceEqual("app_version"u8) => FrameField.AppVersion,
        12 when name.SequenceEqual("capabilities"u8) => FrameField.Capabilities,
        _ => FrameField.None,
    };

    /// <summary>The name as an <c>error</c> frame gives it.</summary>
    public static string ToWire(this FrameField field) => field switch
    {
        FrameField.Type => "type",
        FrameField.Payload => "payload",
        FrameField.ClientMessageId => "client_message_id",
        FrameField.RequestId => "request_id",
        FrameField.MessageId => "message_id",
        FrameField.MessageIds => "message_ids",
        FrameField.Positions => "positions",
        FrameField.UpTo => "up_to",
        FrameField.Timestamp or FrameField.SentAt => "timestamp",
        FrameField.UserId => "user_id",
        FrameField.AuthToken => "auth_token",
        FrameField.DeviceId => "device_id",
        FrameField.Platform => "platform",
        FrameField.AppVersion => "app_version",
        FrameField.Capabilities => "capabilities",
        FrameField.Resume => "resume",
        FrameField.ReceiverId => "receiver_id",
        FrameField.GroupId => "group_id",
        FrameField.Content => "content",
        FrameField.MediaUrl => "media_url",
        FrameField.ReplyTo => "reply_to",
        FrameField.UserIds => "user_ids",
        FrameField.State => "state",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };
}
