using System.Text.Json.Serialization;

namespace Chat.Node.Problems;

/// <summary>An error of REST as RFC 9457 problem details, with the codes of the socket protocol.</summary>
/// <param name="Detail">What is wrong and how to put it right; for developers and, mostly, people.</param>
/// <param name="Code">What a client acts upon: see the table of error codes.</param>
/// <param name="Field">The field of the request that is wrong.</param>
/// <param name="RetryAfterMs">When the same request may succeed.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field,
    [property: JsonPropertyName("retry_after_ms")] long? RetryAfterMs);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
