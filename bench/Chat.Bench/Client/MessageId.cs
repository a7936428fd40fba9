namespace Chat.Bench.Client;

/// <summary>
/// A <c>message_id</c> in two words. Ids have a fixed width of 20 digits or more, so comparing the numbers is comparing the strings.
/// </summary>
internal readonly record struct MessageId(ulong High, ulong Low) : IComparable<MessageId>
{
    private const int LowDigits = 18;

    public static bool TryParse(ReadOnlySpan<byte> text, out MessageId id)
    {
        id = default;
        if (text.Length is < 20 or > LowDigits + 19)
            return false;
        if (!TryDigits(text[..^LowDigits], out var high) || !TryDigits(text[^LowDigits..], out var low))
            return false;
        id = new MessageId(high, low);
        return true;
    }

    public int CompareTo(MessageId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public override string ToString() => $"{High}{Low:D18}";

    private static bool TryDigits(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        foreach (var c in text)
        {
            var digit = (uint)(c - '0');
            if (digit > 9)
                return false;
            value = value * 10 + digit;
        }

        return true;
    }
}
