using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Chat.Protocol.Frames.Reading;

/// <summary>Where a field's value stands in the frame, and what kind of value it is.</summary>
internal readonly record struct FieldValue(int Start, int Length, JsonTokenType Kind)
{
    /// <summary>Absent and null mean the same everywhere in the protocol.</summary>
    public bool IsMissing => Kind is JsonTokenType.None or JsonTokenType.Null;
}

[InlineArray((int)FrameField.Count)]
internal struct FieldValues
{
    private FieldValue _first;
}

/// <summary>
/// The first of two passes: checks that the frame is one JSON object and notes where the known fields stand, so that the second
/// can read them in the order it needs. A client may send <c>type</c> last, and <c>payload</c> before it.
/// </summary>
internal static class FrameScan
{
    /// <summary>The deepest known value is <c>payload.resume.positions</c>; beyond this it is not one of our frames.</summary>
    public const int MaxDepth = 16;

    public static readonly JsonReaderOptions Options = new()
    {
        MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false,
    };

    /// <summary>False where the root is something else than an object.</summary>
    /// <exception cref="JsonException">It is not JSON. What was noted until then stays in <paramref name="fields"/>.</exception>
    public static bool Run(ReadOnlySpan<byte> frame, ref FieldValues fields)
    {
        var reader = new Utf8JsonReader(frame, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        Members(ref reader, ref fields, top: true);
        reader.Read(); // whatever follows the object, were it one byte, is an error
        return true;
    }

    private static void Members(ref Utf8JsonReader reader, ref FieldValues fields, bool top)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.ValueIsEscaped ? Unescaped(ref reader, top) : Named(reader.ValueSpan, top);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var kind = reader.TokenType;
            if (field == FrameField.Payload)
                ForgetPayload(ref fields); // of two payloads the last wins whole, not field by field
            if (field == FrameField.Payload && kind == JsonTokenType.StartObject)
                Members(ref reader, ref fields, top: false);
            else
                reader.Skip();
            if (field != FrameField.None)
                fields[(int)field] = new FieldValue(start, (int)reader.BytesConsumed - start, kind);
        }
    }

    private static FrameField Named(ReadOnlySpan<byte> name, bool top) =>
        top ? FrameFieldNames.AtTop(name) : FrameFieldNames.InPayload(name);

    /// <summary>Names may be written with escapes; one too long, or with half a surrogate pair, is none of ours.</summary>
    private static FrameField Unescaped(ref Utf8JsonReader reader, bool top)
    {
        Span<byte> buffer = stackalloc byte[128];
        if (reader.ValueSpan.Length > buffer.Length)
            return FrameField.None;
        try
        {
            return Named(buffer[..reader.CopyString(buffer)], top);
        }
        catch (InvalidOperationException)
        {
            return FrameField.None;
        }
    }

    private static void ForgetPayload(ref FieldValues fields)
    {
        for (var field = FrameField.UserId; field < FrameField.Count; field++)
            fields[(int)field] = default;
    }
}
