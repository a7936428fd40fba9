namespace Chat.Protocol.Frames;

/// <summary>The <c>code</c> of an <c>error</c> frame and of a REST problem; protocol.md says what a client does with each.</summary>
public enum ErrorCode
{
    BadJson,
    UnknownType,
    MissingField,
    InvalidValue,
    TooManyIds,
    FrameTooLarge,
    ContentTooLarge,
    NotAuthenticated,
    TokenInvalid,
    TokenExpired,
    RateLimited,
    Unavailable,
    Overloaded,
    InboxFull,
    UserNotFound,
    GroupNotFound,
    GroupFull,
    DeviceLimit,
    SubscriptionLimit,
    NotMember,
    Forbidden,
    MemberMuted,
    MediaNotReady,
    MediaNotFound,
    MediaRejected,
    UnsupportedVersion,
}

public static class ErrorCodes
{
    private static readonly string[] Names = [.. Enum.GetNames<ErrorCode>().Select(ToSnakeCase)];

    /// <summary>The code as it stands on the wire: <c>rate_limited</c>.</summary>
    public static string ToWire(this ErrorCode code) => Names[(int)code];

    /// <summary>Whether the same request, repeated after a while, may succeed.</summary>
    public static bool IsRetryable(this ErrorCode code) =>
        code is ErrorCode.RateLimited or ErrorCode.Unavailable or ErrorCode.Overloaded or ErrorCode.InboxFull or ErrorCode.MediaNotReady;

    private static string ToSnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
