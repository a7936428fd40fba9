using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Reading;

/// <summary>The single values that frames are made of. Each method reads one, or records what is wrong and returns false.</summary>
internal static class FrameValues
{
    private const string AText = "a string of whole characters";

    /// <summary>A string that must be there; it may be empty.</summary>
    public static bool Required(this ref FrameInput input, FrameField field, string expected, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (input[field].IsMissing)
            return input.Missing(field, expected);
        return input.Optional(field, out text) && text is not null;
    }

    /// <summary>A string, or null where it is absent.</summary>
    public static bool Optional(this ref FrameInput input, FrameField field, out string? text)
    {
        text = null;
        if (input[field].IsMissing)
            return true;
        if (input[field].Kind != JsonTokenType.String)
            return input.Invalid(field, AText);
        var reader = input.ReaderOf(field);
        return FrameInput.TryText(ref reader, out text) || input.Invalid(field, AText);
    }

    /// <summary>A short string that is only shown or sent back, such as a request id; empty counts as absent.</summary>
    public static bool Label(this ref FrameInput input, FrameField field, out string? text)
    {
        if (!input.Optional(field, out text))
            return false;
        if (string.IsNullOrEmpty(text))
            text = null;
        return text is null || IdText.IsValid(text, DeviceId.MaxBytes)
            || input.Invalid(field, $"at most {DeviceId.MaxBytes} bytes of UTF-8 without control characters");
    }

    public static bool User(this ref FrameInput input, FrameField field, out UserId user)
    {
        const string expected = "a user id, a string of 1 to 255 bytes of UTF-8 without control characters";
        user = default;
        return input.Required(field, expected, out var text) && (UserId.TryParse(text, out user) || input.Invalid(field, expected));
    }

    public static bool Group(this ref FrameInput input, FrameField field, out GroupId group)
    {
        const string expected = "a group's id as the server gave it, a string of 1 to 64 bytes of UTF-8 without control characters";
        group = default;
        return input.Required(field, expected, out var text) && (GroupId.TryParse(text, out group) || input.Invalid(field, expected));
    }

    public static bool Device(this ref FrameInput input, FrameField field, out DeviceId device)
    {
        const string expected = "the device's id, a string of 1 to 64 bytes of UTF-8 without control characters";
        device = default;
        return input.Required(field, expected, out var text) && (DeviceId.TryParse(text, out device) || input.Invalid(field, expected));
    }

    public static bool SendId(this ref FrameInput input, out ClientMessageId id)
    {
        const string expected = "an id of the client's own for this send, a string of 1 to 64 bytes of UTF-8 without control characters";
        const FrameField field = FrameField.ClientMessageId;
        id = default;
        return input.Required(field, expected, out var text) && (ClientMessageId.TryParse(text, out id) || input.Invalid(field, expected));
    }

    /// <summary>A time in Unix milliseconds that must be there.</summary>
    public static bool Time(this ref FrameInput input, FrameField field, out long milliseconds)
    {
        const string expected = "the client's time in Unix milliseconds, a whole number";
        milliseconds = 0;
        if (input[field].IsMissing)
            return input.Missing(field, expected);
        var reader = input.ReaderOf(field);
        return TryInteger(ref reader, out milliseconds) || input.Invalid(field, expected);
    }

    /// <summary>
    /// A number that denotes a whole one within 64 bits, however it is written: some JSON libraries know only floating point and
    /// send <c>1.0</c> or <c>1e3</c>. Such forms are read as decimals, to 28 digits.
    /// </summary>
    public static bool TryInteger(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number)
            return false;
        if (reader.TryGetInt64(out value))
            return true;
        if (!reader.TryGetDecimal(out var number) || number != decimal.Truncate(number)
            || number is < long.MinValue or > long.MaxValue)
            return false;
        value = (long)number;
        return true;
    }

    public static int Utf8Length(string text) => Encoding.UTF8.GetByteCount(text);
}
