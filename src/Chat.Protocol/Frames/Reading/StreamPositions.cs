using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Reading;

/// <summary>An object of stream names and positions: <c>{"inbox":1054,"group_789":88}</c>.</summary>
internal static class StreamPositions
{
    /// <summary>Reads the value that <paramref name="reader"/> stands on; of a stream named twice the last position wins.</summary>
    public static bool TryRead(
        ref FrameInput input, ref Utf8JsonReader reader, string field, int limit,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, long>? positions)
    {
        const string expected = "an object of stream names, each with a position of 0 or more";
        positions = null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return input.Invalid(field, expected);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // A stream is the inbox or a group, and ids other than those of users have at most 64 bytes.
            if (!FrameInput.TryText(ref reader, out var stream) || !IdText.IsValid(stream, DeviceId.MaxBytes))
                return input.Invalid(field, expected);
            reader.Read();
            if (!FrameValues.TryInteger(ref reader, out var position) || position < 0)
                return input.Invalid(field, expected);
            found[stream] = position;
            if (found.Count > limit)
                return input.TooMany(FrameField.Positions);
        }

        positions = found;
        return true;
    }
}
