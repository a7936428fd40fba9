using System.Globalization;

namespace Chat.Protocol.Ids;

/// <summary>
/// The id of a message (rule M3): UTC second (14 digits), counter (6), number of the allocating entity (10), that entity's number
/// for the conversation (5). Fixed width, so string order is the order of <see cref="CompareTo"/>, which is the order of a conversation.
/// </summary>
/// <param name="Stamp">Unix second × 1,000,000 + counter: what an allocating entity advances, never backwards.</param>
/// <param name="Entity">Number of the entity that allocated the id, 1 to 9,999,999,999.</param>
/// <param name="Conversation">The allocating entity's number for the conversation, 1 to 99,999.</param>
public readonly record struct MessageId(long Stamp, long Entity, int Conversation) : IComparable<MessageId>
{
    /// <summary>Width of the text form in digits.</summary>
    public const int Length = 35;

    public const long StampsPerSecond = 1_000_000;
    public const long MaxEntity = 9_999_999_999;
    public const int MaxConversation = 99_999;

    /// <summary>In the ids of a group's messages: a group is one conversation.</summary>
    public const int GroupConversation = 1;

    private const string SecondFormat = "yyyyMMddHHmmss";

    /// <summary>The first stamp of the second of that time (Unix milliseconds): what is older has a lower one.</summary>
    public static long StampAt(long unixMilliseconds) => unixMilliseconds / 1000 * StampsPerSecond;

    /// <summary>True for the default value, which names no message.</summary>
    public bool IsNone => Entity == 0;

    /// <summary>The second in which the id was allocated, as Unix milliseconds.</summary>
    public long UnixMilliseconds => Stamp / StampsPerSecond * 1000;

    public int CompareTo(MessageId other)
    {
        var byStamp = Stamp.CompareTo(other.Stamp);
        if (byStamp != 0) return byStamp;
        var byEntity = Entity.CompareTo(other.Entity);
        return byEntity != 0 ? byEntity : Conversation.CompareTo(other.Conversation);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        id = default;
        if (text.Length != Length || text.ContainsAnyExceptInRange('0', '9'))
            return false;
        if (!DateTime.TryParseExact(text[..14], SecondFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var second))
            return false;
        var seconds = new DateTimeOffset(second, TimeSpan.Zero).ToUnixTimeSeconds();
        var counter = int.Parse(text.Slice(14, 6), NumberStyles.None, CultureInfo.InvariantCulture);
        var entity = long.Parse(text.Slice(20, 10), NumberStyles.None, CultureInfo.InvariantCulture);
        var conversation = int.Parse(text.Slice(30, 5), NumberStyles.None, CultureInfo.InvariantCulture);
        if (seconds < 0 || entity == 0 || conversation == 0)
            return false;
        id = new MessageId(seconds * StampsPerSecond + counter, entity, conversation);
        return true;
    }

    /// <summary>Writes the 35 digits; <paramref name="destination"/> must have room for <see cref="Length"/> characters.</summary>
    public void Format(Span<char> destination)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(Stamp / StampsPerSecond).UtcDateTime;
        second.TryFormat(destination, out _, SecondFormat, CultureInfo.InvariantCulture);
        (Stamp % StampsPerSecond).TryFormat(destination[14..], out _, "D6", CultureInfo.InvariantCulture);
        Entity.TryFormat(destination[20..], out _, "D10", CultureInfo.InvariantCulture);
        Conversation.TryFormat(destination[30..], out _, "D5", CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(Length, this, static (span, id) => id.Format(span));

    public static bool operator <(MessageId left, MessageId right) => left.CompareTo(right) < 0;
    public static bool operator >(MessageId left, MessageId right) => left.CompareTo(right) > 0;
    public static bool operator <=(MessageId left, MessageId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(MessageId left, MessageId right) => left.CompareTo(right) >= 0;
}
