using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Chat.Protocol.Frames;
using Microsoft.AspNetCore.Http.Features;

namespace Chat.Node.Problems;

/// <summary>Reads JSON bodies of requests, and says where a bad one is bad.</summary>
internal static class RequestBody
{
    /// <summary>The largest body that REST takes; uploads do not come this way.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <exception cref="ProblemException">Not JSON, not an object of this shape, or too large.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, int maximumBytes = MaximumBytes)
        where T : class
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maximumBytes;
        if (http.Request.ContentLength > maximumBytes)
            throw TooLarge(maximumBytes);
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted)
                ?? throw new ProblemException(ErrorCode.BadJson, "The body is null; a JSON object is expected.");
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(maximumBytes);
        }
        catch (JsonException bad)
        {
            throw Bad(bad);
        }
    }

    /// <summary>The same where the body may be left out: null then.</summary>
    public static async Task<T?> ReadOptionalAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || http.Request.ContentLength == 0
            ? null
            : await ReadAsync(http, type);

    private static ProblemException TooLarge(int maximumBytes) =>
        new(ErrorCode.ContentTooLarge, $"The body is larger than {maximumBytes} bytes.");

    /// <summary>A wrong type in a known field is that field's; anything else is not JSON.</summary>
    private static ProblemException Bad(JsonException bad)
    {
        var position = $"line {bad.LineNumber + 1}, byte {bad.BytePositionInLine + 1}";
        return bad.InnerException is InvalidOperationException or FormatException && bad.Path is { Length: > 2 } path
            ? ProblemException.Invalid(path[2..], $"The value of {path[2..]} has the wrong type ({position}).")
            : new ProblemException(ErrorCode.BadJson, $"The body is not the JSON that is expected here ({position}).");
    }
}
