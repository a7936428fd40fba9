using Chat.Protocol.Frames;

namespace Chat.Node.Problems;

/// <summary>A request that ends in a problem. Thrown by what handles a request, written by <see cref="ProblemHosting.UseChatProblems"/>.</summary>
internal sealed class ProblemException(ErrorCode code, string detail, string? field = null, TimeSpan? retryAfter = null, int? status = null)
    : Exception(detail)
{
    public ErrorCode Code { get; } = code;

    public string? Field { get; } = field;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>HTTP status; by the code unless a case wants another.</summary>
    public int Status { get; } = status ?? ProblemStatus.Of(code);

    public static ProblemException Missing(string field, string detail) => new(ErrorCode.MissingField, detail, field);

    public static ProblemException Invalid(string field, string detail) => new(ErrorCode.InvalidValue, detail, field);

    public static ProblemException Unavailable(string detail) => new(ErrorCode.Unavailable, detail, retryAfter: TimeSpan.FromSeconds(2));
}
