using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Chat.Protocol.Frames.Reading;

/// <summary>
/// A scanned frame and the first thing found wrong with it. Methods that read a value return false after recording the problem, so
/// a frame's reader is a chain of conditions; the messages say what would be right, for they are read by whoever writes a client.
/// </summary>
internal ref struct FrameInput(ReadOnlySpan<byte> json, FrameLimits limits)
{
    /// <summary>An id that a client used wrongly is given back to it up to this length, so that it can fail the item.</summary>
    private const int MaxEchoedBytes = 256;

    public readonly ReadOnlySpan<byte> Json = json;
    public readonly FrameLimits Limits = limits;
    public FieldValues Fields;

    private ErrorCode _code;
    private string? _message;
    private string? _field;

    public readonly FieldValue this[FrameField field] => Fields[(int)field];

    /// <summary>Records what is wrong; always false, to be returned.</summary>
    public bool Fail(ErrorCode code, string message, string? field)
    {
        (_code, _message, _field) = (code, message, field);
        return false;
    }

    public bool Missing(FrameField field, string expected) => Missing(field.ToWire(), expected);

    public bool Missing(string field, string expected) =>
        Fail(ErrorCode.MissingField, $"The field '{field}' is missing: give {expected}.", field);

    public bool Invalid(FrameField field, string expected) => Invalid(field.ToWire(), expected);

    public bool Invalid(string field, string expected) =>
        Fail(ErrorCode.InvalidValue, $"The field '{field}' must be {expected}.", field);

    /// <summary>The problem, with the ids by which the client finds what it concerns.</summary>
    public readonly FrameError ToError() =>
        new(_code, _message ?? "The frame is not valid.", _field, Echo(FrameField.ClientMessageId), Echo(FrameField.RequestId));

    /// <summary>A reader that stands on the value.</summary>
    public readonly Utf8JsonReader ReaderOf(FrameField field)
    {
        var value = this[field];
        var reader = new Utf8JsonReader(Json.Slice(value.Start, value.Length), FrameScan.Options);
        reader.Read();
        return reader;
    }

    /// <summary>The text of a string; false where it is half a surrogate pair, which JSON can spell and UTF-8 cannot.</summary>
    public static bool TryText(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    private readonly string? Echo(FrameField field)
    {
        var value = this[field];
        if (value.Kind != JsonTokenType.String || value.Length > MaxEchoedBytes)
            return null;
        var reader = ReaderOf(field);
        return TryText(ref reader, out var text) ? text : null;
    }
}
