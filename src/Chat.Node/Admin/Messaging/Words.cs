using System.Globalization;
using Chat.Protocol.Ids;
using Id = Chat.Protocol.Schema.Common.MessageId;

namespace Chat.Node.Admin.Messaging;

/// <summary>Times, sizes and ids as operators read them.</summary>
internal static class Words
{
    /// <param name="at">Unix milliseconds; 0 is never.</param>
    public static string Time(long at) =>
        at == 0 ? "never" : DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
    };

    public static string Number(double value) => value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <param name="count">How many of them.</param>
    public static string Many(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";

    public static MessageId OfSchema(Id? id) => id is null ? default : new MessageId(id.Stamp, id.Entity, id.Conversation);
}
