using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Akka.Actor;
using Akka.Cluster;

namespace Chat.Node.Management.Routes;

/// <summary>Answers of the management listener are written member by member: their bytes are a contract with other implementations.</summary>
internal static class JsonAnswer
{
    // As Newtonsoft.Json writes them: an address may hold a plus sign or a bracket.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = buffer.WrittenCount;
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }

    /// <summary><c>{"message":"…"}</c></summary>
    public static Task MessageAsync(HttpContext http, string message, int status = StatusCodes.Status200OK) =>
        WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("message", message);
            json.WriteEndObject();
        }, status);

    /// <summary>As the official package says that there is no cluster.</summary>
    public static Task NotAvailableAsync(HttpContext http, string message) => WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("reason", "not available");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteNumber("code", StatusCodes.Status503ServiceUnavailable);
        json.WriteString("message", message);
        json.WriteEndObject();
    }, StatusCodes.Status503ServiceUnavailable);

    /// <summary>Only with a cluster; a cluster that is shutting down has no state any more.</summary>
    public static RequestDelegate WithCluster(ManagementContext context, Func<HttpContext, Cluster, Task> answer) => http =>
        context.HasCluster && context.Cluster is { IsTerminated: false } cluster ? answer(http, cluster) : NotAvailableAsync(http, "Clustering is not available");

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>An address as Newtonsoft.Json writes its properties.</summary>
    public static void WriteAddress(this Utf8JsonWriter json, string name, Address address)
    {
        json.WriteStartObject(name);
        json.WriteString("Host", address.Host);
        if (address.Port is { } port) json.WriteNumber("Port", port);
        else json.WriteNull("Port");
        json.WriteString("System", address.System);
        json.WriteString("Protocol", address.Protocol);
        json.WriteBoolean("HasLocalScope", address.HasLocalScope);
        json.WriteBoolean("HasGlobalScope", address.HasGlobalScope);
        json.WriteEndObject();
    }
}
