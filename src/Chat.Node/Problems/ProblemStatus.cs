using Chat.Protocol.Frames;

namespace Chat.Node.Problems;

/// <summary>The HTTP status of each error code.</summary>
internal static class ProblemStatus
{
    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.NotAuthenticated or ErrorCode.TokenInvalid or ErrorCode.TokenExpired => StatusCodes.Status401Unauthorized,
        ErrorCode.NotMember or ErrorCode.Forbidden or ErrorCode.MemberMuted => StatusCodes.Status403Forbidden,
        ErrorCode.UnknownType or ErrorCode.UserNotFound or ErrorCode.GroupNotFound or ErrorCode.MediaNotFound => StatusCodes.Status404NotFound,
        ErrorCode.GroupFull or ErrorCode.DeviceLimit or ErrorCode.SubscriptionLimit or ErrorCode.MediaNotReady => StatusCodes.Status409Conflict,
        ErrorCode.FrameTooLarge or ErrorCode.ContentTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.MediaRejected => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.UnsupportedVersion => StatusCodes.Status426UpgradeRequired,
        ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCode.Unavailable or ErrorCode.Overloaded or ErrorCode.InboxFull => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    public static string TitleOf(int status) => status switch
    {
        400 => "The request is wrong.",
        401 => "Not signed in.",
        403 => "Not allowed.",
        404 => "Not found.",
        405 => "Not with this method.",
        409 => "Not as things are.",
        413 => "Too large.",
        415 => "Not this media type.",
        422 => "Refused.",
        426 => "Too old.",
        429 => "Too many requests.",
        503 => "Not now.",
        _ => status >= 500 ? "The server failed." : "The request is wrong.",
    };
}
