using System.Buffers;
using System.Text.Json;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections.Rest;

/// <summary>
/// <c>POST /api/messages</c>: a send without a socket, for bots. The body is the payload of a <c>message</c> frame with the
/// <c>client_message_id</c> in it; checks, ack and idempotency are those of the socket.
/// </summary>
internal sealed class MessageEndpoint(EntityRequests requests, ChatSettings settings)
{
    /// <summary>The device of a token that names none.</summary>
    private static readonly DeviceId RestDevice = new("rest");

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/messages", (Delegate)SendAsync).RequireBearer();

    private async Task<IResult> SendAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http, MessageJson.Default.JsonDocument, settings.Frames.FrameBytes);
        var message = Decode(body);
        var caller = http.Caller();
        var answer = await AskAsync(message, caller.UserId, caller.Device ?? RestDevice, http.RequestAborted);
        return answer switch
        {
            ConnectionMessages.SendAccepted accepted => Results.Json(
                new MessageAck(accepted.MessageId.ToString(), "sent", accepted.Timestamp), MessageJson.Default.MessageAck),
            ConnectionMessages.SendRefused refused => throw new ProblemException(
                refused.Code, refused.Detail, refused.Field,
                refused.RetryAfterMs is { } wait ? TimeSpan.FromMilliseconds(wait) : null),
            _ => throw Unavailable(),
        };
    }

    private async Task<ConnectionMessage> AskAsync(ClientFrame.Message message, UserId sender, DeviceId device, CancellationToken cancellation)
    {
        var content = new MessageBody(message.Content, message.MediaUrl, message.ReplyTo, message.Timestamp);
        try
        {
            // A session of one send: nothing orders it but the recipient's entity. The sender's devices are owed an echo, all of them.
            return await requests.AskAsync(
                address => new UserCommands.SendMessage(
                    message.ReceiverId, address, N: 1, Oldest: 1, sender, device, message.ClientMessageId, content, Floor: 0, EchoOwed: true),
                settings.Limits.SendTimeout, cancellation);
        }
        catch (TimeoutException)
        {
            throw Unavailable();
        }
    }

    private ClientFrame.Message Decode(JsonDocument body)
    {
        if (body.RootElement.ValueKind != JsonValueKind.Object)
            throw new ProblemException(ErrorCode.BadJson, "The body must be one JSON object.");
        var frame = AsFrame(body.RootElement);
        if (ClientFrameReader.TryRead(frame.WrittenSpan, settings.Frames with { FrameBytes = int.MaxValue }, out var decoded, out var error))
            return (ClientFrame.Message)decoded;
        throw new ProblemException(error.Code, error.Message, error.Field?.Replace("payload.", "", StringComparison.Ordinal));
    }

    /// <summary>The body as the frame that a socket would have received, so that one decoder judges both.</summary>
    private static ArrayBufferWriter<byte> AsFrame(JsonElement body)
    {
        var frame = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(frame);
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        if (body.TryGetProperty("client_message_id"u8, out var id))
        {
            json.WritePropertyName("client_message_id"u8);
            id.WriteTo(json);
        }

        json.WriteStartObject("payload"u8);
        // A bot need not tell its time; the present one would make each repetition another message. Of two, the decoder takes the last.
        json.WriteNumber("timestamp"u8, 0);
        foreach (var property in body.EnumerateObject())
            property.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return frame;
    }

    private static ProblemException Unavailable() =>
        ProblemException.Unavailable("The recipient's inbox cannot be reached; send it again shortly, with the same client_message_id.");
}
