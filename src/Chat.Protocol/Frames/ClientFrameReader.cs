using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Chat.Protocol.Frames.Reading;

namespace Chat.Protocol.Frames;

/// <summary>
/// Decodes what clients send: one JSON object per text frame (protocol.md). Fields may come in any order, unknown ones are ignored,
/// of a repeated one the last wins, null counts as absent. Whatever the bytes, the answer is a frame or an error, never an exception.
/// </summary>
/// <remarks>
/// No reflection and no document: one pass notes where the known fields stand, a second reads those that the type asks for.
/// Safe for concurrent use.
/// </remarks>
public static class ClientFrameReader
{
    private const int MaxReason = 200;

    /// <summary>Decodes a frame as it was received, without the message's end or its length.</summary>
    /// <param name="frame">The whole text frame in UTF-8; a byte order mark is not part of JSON and is refused.</param>
    /// <param name="limits">Bounds; <see cref="FrameLimits.FrameBytes"/> is checked here too, should the receiver not have done so.</param>
    /// <param name="error">What is wrong, where it returns false: <c>bad_json</c>, <c>unknown_type</c>, <c>missing_field</c>,
    /// <c>invalid_value</c>, <c>too_many_ids</c>, <c>content_too_large</c> or <c>frame_too_large</c>. The connection may go on.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> frame, FrameLimits limits,
        [NotNullWhen(true)] out ClientFrame? result, [NotNullWhen(false)] out FrameError? error)
    {
        var input = new FrameInput(frame, limits);
        result = null;
        try
        {
            if (Scan(ref input))
                result = Decode(ref input);
        }
        catch (JsonException e)
        {
            // Its text tells line and position, but may quote what the client sent.
            var reason = e.Message.Length <= MaxReason ? e.Message : e.Message[..MaxReason];
            input.Fail(ErrorCode.BadJson, $"The frame is not valid JSON: {reason}", null);
        }

        error = result is null ? input.ToError() : null;
        return result is not null;
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, FrameLimits, out ClientFrame?, out FrameError?)"/>
    public static bool TryRead(
        ReadOnlySequence<byte> frame, FrameLimits limits,
        [NotNullWhen(true)] out ClientFrame? result, [NotNullWhen(false)] out FrameError? error)
    {
        if (frame.IsSingleSegment)
            return TryRead(frame.FirstSpan, limits, out result, out error);
        if (frame.Length > limits.FrameBytes)
        {
            (result, error) = (null, TooLarge(limits));
            return false;
        }

        // Rare: a frame that came in pieces. Values that straddle two of them would cost more than one copy of 64 KiB at most.
        var copy = ArrayPool<byte>.Shared.Rent((int)frame.Length);
        try
        {
            frame.CopyTo(copy);
            return TryRead(copy.AsSpan(0, (int)frame.Length), limits, out result, out error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static bool Scan(ref FrameInput input)
    {
        if (input.Json.Length > input.Limits.FrameBytes)
        {
            var error = TooLarge(input.Limits);
            return input.Fail(error.Code, error.Message, null);
        }

        if (!Utf8.IsValid(input.Json))
            return input.Fail(ErrorCode.BadJson, "The frame is not valid UTF-8.", null);
        return FrameScan.Run(input.Json, ref input.Fields)
            || input.Fail(ErrorCode.BadJson, "The frame must be one JSON object.", null);
    }

    private static ClientFrame? Decode(ref FrameInput input)
    {
        if (!input.Required(FrameField.Type, "the frame's type", out var type))
            return null;
        switch (type)
        {
            case "heartbeat": return ClientFrame.Heartbeat.Instance;
            case "delivery_ack": return ReceiptFrames.DeliveryAck(ref input);
            case "read_receipt": return ReceiptFrames.ReadReceipt(ref input);
            case "message" when HasPayload(ref input): return MessageFrames.Message(ref input);
            case "group_message" when HasPayload(ref input): return MessageFrames.GroupMessage(ref input);
            case "typing" when HasPayload(ref input): return MessageFrames.Typing(ref input);
            case "auth" when HasPayload(ref input): return AuthFrames.Auth(ref input);
            case "auth_refresh" when HasPayload(ref input): return AuthFrames.Refresh(ref input);
            case "presence_subscribe" when HasPayload(ref input): return PresenceFrames.Subscribe(ref input);
            case "presence_unsubscribe" when HasPayload(ref input): return PresenceFrames.Unsubscribe(ref input);
            case "message" or "group_message" or "typing" or "auth" or "auth_refresh" or "presence_subscribe" or "presence_unsubscribe": return null;
            default:
                input.Fail(ErrorCode.UnknownType, "This server does not know frames of this type; the connection stays open.", "type");
                return null;
        }
    }

    private static bool HasPayload(ref FrameInput input) => input[FrameField.Payload].Kind switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.None or JsonTokenType.Null => input.Missing(FrameField.Payload, "an object with the frame's values"),
        _ => input.Invalid(FrameField.Payload, "an object"),
    };

    private static FrameError TooLarge(FrameLimits limits) =>
        new(ErrorCode.FrameTooLarge, $"A frame may have {limits.FrameBytes} bytes.", null, null, null);
}
