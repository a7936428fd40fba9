using System.Buffers;
using System.Text.Json;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Sends;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.RateLimiting;
using Chat.Node.Tokens;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections.Rest;

/// <summary>
/// <c>POST /api/messages</c>: a send without a socket, for bots. The body is the payload of a <c>message</c> frame, or with a
/// <c>group_id</c> that of a <c>group_message</c>, with the <c>client_message_id</c> in it; checks, ack and idempotency are those of the socket.
/// </summary>
internal sealed class MessageEndpoint(EntityRequests requests, ChatSettings settings, TimeProvider time)
{
    // A socket has this rate for itself; requests have one for all of a user's that reach this node.
    private readonly AttemptLimiter _sends = new(settings.Limits.SendsPerSecond, TimeSpan.FromSeconds(1), settings.Limits.SendBurst, time);

    /// <summary>The device of a token that names none.</summary>
    private static readonly DeviceId RestDevice = new("rest");

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/messages", (Delegate)SendAsync).RequireBearer();

    private async Task<IResult> SendAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http, MessageJson.Default.JsonDocument, settings.Frames.FrameBytes);
        var frame = Decode(body);
        var caller = http.Caller();
        if (_sends.Take(caller.UserId.Value) is { } wait)
            throw new ProblemException(ErrorCode.RateLimited, "Too many messages.", retryAfter: wait);
        var answer = await AskAsync(frame, caller.UserId, caller.Device ?? RestDevice, http.RequestAborted);
        return answer switch
        {
            ConnectionMessages.SendAccepted accepted => Results.Json(
                new MessageAck(accepted.MessageId.ToString(), "sent", accepted.Timestamp), MessageJson.Default.MessageAck),
            ConnectionMessages.SendRefused refused => throw new ProblemException(
                refused.Code, refused.Detail, refused.Field,
                refused.RetryAfterMs is { } later ? TimeSpan.FromMilliseconds(later) : null),
            _ => throw Unavailable(),
        };
    }

    private async Task<ConnectionMessage> AskAsync(ClientFrame frame, UserId sender, DeviceId device, CancellationToken cancellation)
    {
        try
        {
            return await requests.AskAsync(address => CommandOf(frame, address, sender, device), settings.Limits.SendTimeout, cancellation);
        }
        catch (TimeoutException)
        {
            throw Unavailable();
        }
    }

    /// <summary>A session of one send: nothing orders it but the entity. To a user, the sender's devices are owed an echo, all of them.</summary>
    private static ISend CommandOf(ClientFrame frame, ConnectionAddress address, UserId sender, DeviceId device) => frame switch
    {
        ClientFrame.GroupMessage message => new GroupCommands.SendMessage(
            message.GroupId, address, N: 1, Oldest: 1, sender, device, message.ClientMessageId,
            new MessageBody(message.Content, message.MediaUrl, message.ReplyTo, message.Timestamp), Floor: 0),
        ClientFrame.Message message => new UserCommands.SendMessage(
            message.ReceiverId, address, N: 1, Oldest: 1, sender, device, message.ClientMessageId,
            new MessageBody(message.Content, message.MediaUrl, message.ReplyTo, message.Timestamp), Floor: 0, EchoOwed: true),
        _ => throw new ArgumentException($"A {frame.GetType().Name} is no send.", nameof(frame)),
    };

    private ClientFrame Decode(JsonDocument body)
    {
        if (body.RootElement.ValueKind != JsonValueKind.Object)
            throw new ProblemException(ErrorCode.BadJson, "The body must be one JSON object.");
        if (body.RootElement.TryGetProperty("group_id"u8, out _) && body.RootElement.TryGetProperty("receiver_id"u8, out _))
            throw ProblemException.Invalid("group_id", "Give receiver_id or group_id, not both: a message goes to one place.");
        var frame = AsFrame(body.RootElement);
        if (ClientFrameReader.TryRead(frame.WrittenSpan, settings.Frames with { FrameBytes = int.MaxValue }, out var decoded, out var error))
            return decoded;
        throw new ProblemException(error.Code, error.Message, error.Field?.Replace("payload.", "", StringComparison.Ordinal));
    }

    /// <summary>The body as the frame that a socket would have received, so that one decoder judges both.</summary>
    private static ArrayBufferWriter<byte> AsFrame(JsonElement body)
    {
        var frame = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(frame);
        json.WriteStartObject();
        json.WriteString("type"u8, body.TryGetProperty("group_id"u8, out _) ? "group_message"u8 : "message"u8);
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
        ProblemException.Unavailable("The recipient cannot be reached; send it again shortly, with the same client_message_id.");
}
