using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat.Protocol.Admin;

/// <summary>Lines of the admin protocol as JSON, without reflection.</summary>
public static class AdminJson
{
    // Written to terminals and between our own programs, never into a page: text stays readable.
    private static readonly AdminJsonContext Context = new(new JsonSerializerOptions(AdminJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>With its line break.</summary>
    public static byte[] ToLine(ClientLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, Context.ClientLine), (byte)'\n'];

    public static byte[] ToLine(ServerLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, Context.ServerLine), (byte)'\n'];

    public static string ToText(ServerLine line) => JsonSerializer.Serialize(line, Context.ServerLine);

    /// <returns>Null where it is no JSON object, or one with other types.</returns>
    public static ClientLine? ClientLine(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Context.ClientLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Likewise.</returns>
    public static ServerLine? ServerLine(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Context.ServerLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClientLine))]
[JsonSerializable(typeof(ServerLine))]
internal sealed partial class AdminJsonContext : JsonSerializerContext;
