using Chat.Domain.Groups;
using Chat.Domain.History;
using Chat.Protocol.Ids;
using Stored = Chat.Protocol.Schema.Journal.Groups;

namespace Chat.Actors.Serialization;

/// <summary>Messages of a group, how far its members are, and what becomes of its log.</summary>
internal static class GroupLogEventMapping
{
    public static Stored.MessageAccepted ToSchema(GroupEvents.MessageAccepted e) => new()
    {
        Position = e.Position,
        MessageId = e.MessageId.ToSchema(),
        Sender = e.Sender.Value,
        SenderDevice = e.SenderDevice.Value,
        ClientMessageId = e.ClientMessageId.Value,
        Body = e.Body.ToSchema(),
        At = e.At,
        Key = e.Key.ToSchema(),
        Fingerprint = e.Fingerprint,
        Watermarks = e.Watermarks is { } w ? ToSchema(w) : null,
    };

    public static GroupEvents.MessageAccepted ToDomain(Stored.MessageAccepted m) => new(
        m.Position, m.MessageId.OrNone(), new UserId(m.Sender), new DeviceId(m.SenderDevice), new ClientMessageId(m.ClientMessageId),
        m.Body.ToDomain(), m.At, m.Key.ToKey(), m.Fingerprint, m.Watermarks is { } w ? ToDomain(w) : null);

    public static Stored.WatermarksAdvanced ToSchema(GroupEvents.WatermarksAdvanced e) => new() { Watermarks = ToSchema(e.Watermarks) };

    public static GroupEvents.WatermarksAdvanced ToDomain(Stored.WatermarksAdvanced m) =>
        new(m.Watermarks is { } w ? ToDomain(w) : new GroupWatermarks([]));

    public static Stored.EntriesExpired ToSchema(GroupEvents.EntriesExpired e) => new() { UpTo = e.UpTo, At = e.At };

    public static GroupEvents.EntriesExpired ToDomain(Stored.EntriesExpired m) => new(m.UpTo, m.At);

    public static Stored.SendsSpilled ToSchema(GroupEvents.SendsSpilled e) => new() { UpToRow = e.UpToRow, NewestAt = e.NewestAt };

    public static Stored.RateLimited ToSchema(GroupEvents.RateLimited e)
    {
        var result = new Stored.RateLimited { At = e.At };
        if (e.PerSecond is { } limit) result.PerSecond = limit;
        return result;
    }

    public static GroupEvents.RateLimited ToDomain(Stored.RateLimited m) => new(m.HasPerSecond ? m.PerSecond : null, m.At);

    public static GroupEvents.SendsSpilled ToDomain(Stored.SendsSpilled m) => new(m.UpToRow, m.NewestAt);

    private static Stored.GroupWatermarks ToSchema(GroupWatermarks w)
    {
        var result = new Stored.GroupWatermarks { Members = { Capacity = w.Members.Count } };
        for (var i = 0; i < w.Members.Count; i++)
            result.Members.Add(ToSchema(w.Members[i]));
        return result;
    }

    private static GroupWatermarks ToDomain(Stored.GroupWatermarks m)
    {
        var members = new MemberMarks[m.Members.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = ToDomain(m.Members[i]);
        return new GroupWatermarks(members);
    }

    private static Stored.MemberMarks ToSchema(in MemberMarks m) => new()
    {
        Member = m.Member, Released = m.Released, Delivered = m.Delivered, Read = m.Read, Noted = m.Noted, Dormant = m.Dormant,
        HistoryOn = m.History.On, HistoryAt = m.History.At,
    };

    private static MemberMarks ToDomain(Stored.MemberMarks m) => new(m.Member, m.Released, m.Delivered, m.Read, m.Noted, m.Dormant)
    {
        History = new HistoryChoice(m.HistoryOn, m.HistoryAt),
    };
}
