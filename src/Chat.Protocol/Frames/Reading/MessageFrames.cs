using System.Text.Json;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Reading;

/// <summary><c>message</c>, <c>group_message</c> and <c>typing</c>.</summary>
internal static class MessageFrames
{
    public static ClientFrame? Message(ref FrameInput input)
    {
        if (!input.SendId(out var id)
            || !input.User(FrameField.ReceiverId, out var receiver)
            || !Body(ref input, out var content, out var mediaUrl, out var replyTo, out var timestamp))
            return null;
        return new ClientFrame.Message(id, receiver, content, mediaUrl, replyTo, timestamp);
    }

    public static ClientFrame? GroupMessage(ref FrameInput input)
    {
        if (!input.SendId(out var id)
            || !input.Group(FrameField.GroupId, out var group)
            || !Body(ref input, out var content, out var mediaUrl, out var replyTo, out var timestamp))
            return null;
        return new ClientFrame.GroupMessage(id, group, content, mediaUrl, replyTo, timestamp);
    }

    public static ClientFrame? Typing(ref FrameInput input)
    {
        const string expected = "\"start\" or \"stop\"";
        if (!input.User(FrameField.ReceiverId, out var receiver) || !input.Required(FrameField.State, expected, out var state))
            return null;
        if (state is "start" or "stop")
            return new ClientFrame.Typing(receiver, state == "start");
        input.Invalid(FrameField.State, expected);
        return null;
    }

    /// <summary>What a message says, whoever it is for.</summary>
    private static bool Body(ref FrameInput input, out string content, out string? mediaUrl, out MessageId? replyTo, out long timestamp)
    {
        (content, replyTo, timestamp) = ("", null, 0);
        return MediaUrl(ref input, out mediaUrl)
            && Content(ref input, mediaUrl is not null, out content)
            && input.OptionalId(FrameField.ReplyTo, out replyTo)
            && input.Time(FrameField.SentAt, out timestamp);
    }

    /// <summary>Text is needed unless there is a media_url; then absent, null and empty mean the same, no text.</summary>
    private static bool Content(ref FrameInput input, bool hasMedia, out string content)
    {
        const string expected = "the text of the message; it may be empty only where media_url is given";
        content = "";
        if (input[FrameField.Content].IsMissing)
            return hasMedia || input.Missing(FrameField.Content, expected);
        if (!input.Optional(FrameField.Content, out var text))
            return false;
        content = text ?? "";
        if (content.Length == 0 && !hasMedia)
            return input.Invalid(FrameField.Content, expected);
        // The value as written is at least as long as what it says, so a short one need not be counted.
        if (input[FrameField.Content].Length - 2 <= input.Limits.ContentBytes)
            return true;
        var bytes = FrameValues.Utf8Length(content);
        return bytes <= input.Limits.ContentBytes || input.Fail(
            ErrorCode.ContentTooLarge, $"The content has {bytes} bytes of UTF-8; at most {input.Limits.ContentBytes} are allowed.",
            FrameField.Content.ToWire());
    }

    /// <summary>An empty string counts as none: some clients have no null.</summary>
    private static bool MediaUrl(ref FrameInput input, out string? url)
    {
        if (!input.Optional(FrameField.MediaUrl, out url))
            return false;
        if (string.IsNullOrEmpty(url))
            url = null;
        return url is null || IdText.IsValid(url, input.Limits.MediaUrlBytes) || input.Invalid(
            FrameField.MediaUrl, $"null or at most {input.Limits.MediaUrlBytes} bytes of UTF-8 without control characters");
    }
}
