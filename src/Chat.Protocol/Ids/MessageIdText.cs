namespace Chat.Protocol.Ids;

/// <summary>
/// The text form of a <see cref="MessageId"/> straight from and to UTF-8, without strings or culture: every frame carries ids, an
/// acknowledgement up to 256 of them. Agrees with <see cref="MessageId.TryParse"/> and <see cref="MessageId.Format"/> (a test says so).
/// </summary>
public static class MessageIdText
{
    private const int SecondsPerDay = 86_400;

    /// <summary>Longest id that is taken for one of another server: digits, at least 20 (protocol rule 3), at most this.</summary>
    internal const int MaxForeignLength = 64;

    private const int MinForeignLength = 20;

    /// <summary>Writes the 35 digits; <paramref name="destination"/> must have room for <see cref="MessageId.Length"/> bytes.</summary>
    public static void Format(MessageId id, Span<byte> destination)
    {
        var seconds = id.Stamp / MessageId.StampsPerSecond;
        var day = DateTime.UnixEpoch.AddTicks(seconds / SecondsPerDay * TimeSpan.TicksPerDay);
        var (year, month, dayOfMonth) = DateOnly.FromDateTime(day);
        var inDay = (int)(seconds % SecondsPerDay);
        Digits(year, destination[..4]);
        Digits(month, destination.Slice(4, 2));
        Digits(dayOfMonth, destination.Slice(6, 2));
        Digits(inDay / 3600, destination.Slice(8, 2));
        Digits(inDay / 60 % 60, destination.Slice(10, 2));
        Digits(inDay % 60, destination.Slice(12, 2));
        Digits(id.Stamp % MessageId.StampsPerSecond, destination.Slice(14, 6));
        Digits(id.Entity, destination.Slice(20, 10));
        Digits(id.Conversation, destination.Slice(30, 5));
    }

    /// <summary>Accepts exactly what <see cref="MessageId.TryParse"/> accepts.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out MessageId id)
    {
        id = default;
        if (text.Length != MessageId.Length || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        int year = (int)Value(text[..4]), month = (int)Value(text.Slice(4, 2)), day = (int)Value(text.Slice(6, 2));
        int hour = (int)Value(text.Slice(8, 2)), minute = (int)Value(text.Slice(10, 2)), second = (int)Value(text.Slice(12, 2));
        if (year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return false;
        var entity = Value(text.Slice(20, 10));
        var conversation = (int)Value(text.Slice(30, 5));
        if (entity == 0 || conversation == 0)
            return false;
        var days = (long)(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalDays;
        var seconds = days * SecondsPerDay + hour * 3600 + minute * 60 + second;
        id = new MessageId(seconds * MessageId.StampsPerSecond + Value(text.Slice(14, 6)), entity, conversation);
        return true;
    }

    /// <summary>
    /// Whether the text could be a message id that this server did not make: digits only, 20 to 64 of them. Such an id names no
    /// message here, so acknowledging it is harmless and is ignored; anything else in its place is a client's mistake.
    /// </summary>
    public static bool IsForeign(ReadOnlySpan<byte> text) =>
        text.Length is >= MinForeignLength and <= MaxForeignLength && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static void Digits(long value, Span<byte> destination)
    {
        for (var i = destination.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            destination[i] = (byte)('0' + digit);
        }
    }

    private static long Value(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
            value = value * 10 + (digit - '0');
        return value;
    }
}
