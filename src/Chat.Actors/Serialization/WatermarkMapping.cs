using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Stored = Chat.Protocol.Schema.Journal;

namespace Chat.Actors.Serialization;

/// <summary>Cumulative marks, in an event of their own or merged into another.</summary>
internal static class WatermarkMapping
{
    public static Stored.Watermarks ToSchema(Watermarks w)
    {
        var result = new Stored.Watermarks { Head = w.Head, LastSeen = w.LastSeen };
        foreach (var d in w.Devices)
            result.Devices.Add(new Stored.DeviceMarks { Device = d.Device, Cursor = d.Cursor, Shown = d.Shown, LastSeen = d.LastSeen });
        foreach (var c in w.Conversations)
            result.Conversations.Add(ToSchema(c));
        foreach (var g in w.Groups)
            result.Groups.Add(GroupNoteMapping.ToSchema(g));
        return result;
    }

    public static Watermarks ToDomain(Stored.Watermarks m)
    {
        var devices = m.Devices.Count == 0 ? [] : new DeviceMarks[m.Devices.Count];
        for (var i = 0; i < devices.Length; i++)
            devices[i] = new DeviceMarks(m.Devices[i].Device, m.Devices[i].Cursor, m.Devices[i].Shown, m.Devices[i].LastSeen);
        var conversations = m.Conversations.Count == 0 ? [] : new ConversationMarks[m.Conversations.Count];
        for (var i = 0; i < conversations.Length; i++)
            conversations[i] = ToDomain(m.Conversations[i]);
        var groups = m.Groups.Count == 0 ? [] : new GroupMarks[m.Groups.Count];
        for (var i = 0; i < groups.Length; i++)
            groups[i] = GroupNoteMapping.ToDomain(m.Groups[i]);
        return new Watermarks(m.Head, m.LastSeen, devices, conversations) { Groups = groups };
    }

    private static Stored.ConversationMarks ToSchema(ConversationMarks c) => new()
    {
        Number = c.Number,
        Peer = c.Peer.Value ?? "",
        Group = c.Group?.Value ?? "",
        Delivered = c.Delivered.ToSchema(),
        Read = c.Read.ToSchema(),
        DeliveredConfirmed = c.DeliveredConfirmed.ToSchema(),
        ReadConfirmed = c.ReadConfirmed.ToSchema(),
        PeerDelivered = c.PeerDelivered.ToSchema(),
        PeerRead = c.PeerRead.ToSchema(),
        PeerDeliveredAt = c.PeerDeliveredAt,
        PeerReadAt = c.PeerReadAt,
        ReadAt = c.ReadAt,
        PeerDeliveredTime = c.PeerDeliveredTime,
        PeerReadTime = c.PeerReadTime,
    };

    private static ConversationMarks ToDomain(Stored.ConversationMarks m) => new(
        m.Number, new UserId(m.Peer), m.Delivered.OrNone(), m.Read.OrNone(), m.DeliveredConfirmed.OrNone(), m.ReadConfirmed.OrNone(),
        m.PeerDelivered.OrNone(), m.PeerRead.OrNone(), m.PeerDeliveredAt, m.PeerReadAt, m.ReadAt, m.PeerDeliveredTime, m.PeerReadTime)
    {
        Group = m.Group.Length > 0 ? new GroupId(m.Group) : null,
    };
}
