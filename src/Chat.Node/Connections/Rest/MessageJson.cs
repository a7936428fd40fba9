using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat.Node.Connections.Rest;

internal sealed record MessageAck(string MessageId, string Status, long Timestamp);

internal sealed record ConnectAdvice(IReadOnlyList<string> Urls, long HeartbeatIntervalMs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(MessageAck))]
[JsonSerializable(typeof(ConnectAdvice))]
internal sealed partial class MessageJson : JsonSerializerContext;
