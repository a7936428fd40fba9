using System.Text.Json;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Reading;

/// <summary>
/// Message ids in client frames. An id that this server cannot have made but another could (<see cref="MessageIdText.IsForeign"/>)
/// is left out: to clients ids are opaque, and one that names no message here acknowledges nothing.
/// </summary>
internal static class MessageIdValues
{
    private const string OneId = "a message_id as the server gave it, a string of digits";

    /// <summary>One id; none where it is absent or of another server.</summary>
    public static bool OptionalId(this ref FrameInput input, FrameField field, out MessageId? id)
    {
        id = null;
        if (input[field].IsMissing)
            return true;
        var reader = input.ReaderOf(field);
        if (!TryId(ref reader, out var parsed))
            return input.Invalid(field, OneId);
        if (!parsed.IsNone)
            id = parsed;
        return true;
    }

    /// <summary>Adds the ids of an array, in its order. Counted against the limit are all of them, also those left out.</summary>
    public static bool AddIds(this ref FrameInput input, FrameField field, List<MessageId> ids)
    {
        if (input[field].IsMissing)
            return true;
        var reader = input.ReaderOf(field);
        if (reader.TokenType != JsonTokenType.StartArray)
            return input.Invalid(field, "an array of message ids");
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > input.Limits.BatchIds)
                return input.TooMany(field);
            if (!TryId(ref reader, out var id))
                return input.Invalid(field, $"an array in which each element is {OneId}");
            if (!id.IsNone)
                ids.Add(id);
        }

        return true;
    }

    public static bool TooMany(this ref FrameInput input, FrameField field) => input.Fail(
        ErrorCode.TooManyIds, $"The field '{field.ToWire()}' may have {input.Limits.BatchIds} entries: split it over several frames.",
        field.ToWire());

    /// <summary>True with no id where it is foreign.</summary>
    private static bool TryId(ref Utf8JsonReader reader, out MessageId id)
    {
        id = default;
        if (reader.TokenType != JsonTokenType.String)
            return false;
        if (!reader.ValueIsEscaped)
            return MessageIdText.TryParse(reader.ValueSpan, out id) || MessageIdText.IsForeign(reader.ValueSpan);
        // Digits need no escapes, but a client may write them so.
        if (!FrameInput.TryText(ref reader, out var text))
            return false;
        return MessageId.TryParse(text, out id)
            || (text.Length <= MessageIdText.MaxForeignLength && MessageIdText.IsForeign(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
