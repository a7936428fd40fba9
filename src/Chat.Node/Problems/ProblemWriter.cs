using System.Text.Json;
using Chat.Protocol.Frames;

namespace Chat.Node.Problems;

internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext http, ProblemException problem) =>
        WriteAsync(http, problem.Status, problem.Code, problem.Message, problem.Field, problem.RetryAfter);

    /// <summary>Writes <c>application/problem+json</c>, with the headers that go with the status.</summary>
    public static async Task WriteAsync(
        HttpContext http, int status, ErrorCode code, string detail, string? field = null, TimeSpan? retryAfter = null)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = code == ErrorCode.NotAuthenticated ? "Bearer" : "Bearer error=\"invalid_token\"";
        response.ContentType = "application/problem+json";
        var retryAfterMs = retryAfter is { } after ? Math.Max(1, (long)Math.Ceiling(after.TotalMilliseconds)) : (long?)null;
        var body = new Problem("about:blank", ProblemStatus.TitleOf(status), status, detail, code.ToWire(), field, retryAfterMs);
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, ProblemJson.Default.Problem), http.RequestAborted);
    }
}
