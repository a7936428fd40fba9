using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Google.Protobuf.Collections;
using Stored = Chat.Protocol.Schema.Journal;

namespace Chat.Actors.Serialization;

/// <summary>What a member's entity keeps of a group: that it has news for him, and where his devices are.</summary>
internal static class GroupNoteMapping
{
    public static Stored.GroupNewsNoted ToSchema(UserEvents.GroupNewsNoted e)
    {
        var result = new Stored.GroupNewsNoted
        {
            Group = e.Group.Value, GroupNumber = e.GroupNumber, At = e.At, Unread = e.Unread, Latest = e.Latest, CountedAt = e.CountedAt,
            Watermarks = e.Watermarks is { } w ? WatermarkMapping.ToSchema(w) : null,
        };
        AddAll(result.Cursors, e.Cursors);
        return result;
    }

    public static UserEvents.GroupNewsNoted ToDomain(Stored.GroupNewsNoted m) => new(
        new GroupId(m.Group), m.GroupNumber, ToCursors(m.Cursors), m.At, m.Watermarks is { } w ? WatermarkMapping.ToDomain(w) : null)
    {
        Unread = m.Unread, Latest = m.Latest, CountedAt = m.CountedAt,
    };

    public static Stored.GroupMarks ToSchema(GroupMarks g)
    {
        var result = new Stored.GroupMarks
        {
            Group = g.Group.Value, Number = g.Number, Noted = g.Noted, Read = g.Read, Unread = g.Unread, Latest = g.Latest,
            CountedAt = g.CountedAt, HistoryTold = g.HistoryTold,
        };
        AddAll(result.Cursors, g.Cursors);
        return result;
    }

    public static GroupMarks ToDomain(Stored.GroupMarks m) => new(new GroupId(m.Group), m.Number, m.Noted, m.Read, ToCursors(m.Cursors))
    {
        Unread = m.Unread, Latest = m.Latest, CountedAt = m.CountedAt,
        HistoryTold = m.HistoryTold,
    };

    private static void AddAll(RepeatedField<Stored.GroupCursor> field, IReadOnlyList<GroupCursor> cursors)
    {
        for (var i = 0; i < cursors.Count; i++)
            field.Add(new Stored.GroupCursor { Device = cursors[i].Device, Position = cursors[i].Position });
    }

    private static GroupCursor[] ToCursors(RepeatedField<Stored.GroupCursor> field)
    {
        var cursors = field.Count == 0 ? [] : new GroupCursor[field.Count];
        for (var i = 0; i < cursors.Length; i++)
            cursors[i] = new GroupCursor(field[i].Device, field[i].Position);
        return cursors;
    }
}
