using Chat.Domain.Groups.Members;
using Chat.Domain.History;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot.Groups;

namespace Chat.Domain.Groups.Snapshots;

/// <summary>A member and his place as a snapshot has them, and back.</summary>
internal static class MemberSnapshots
{
    public static Member ToSnapshot(GroupMember m)
    {
        var member = new Member
        {
            Number = m.Number,
            User = m.User.Value,
            Role = (int)(m.Role ?? 0),
            JoinedAt = m.JoinedAt,
            LeftAt = m.LeftAt,
            Muted = m.Muted,
            Released = m.Committed.Released,
            Delivered = m.Committed.Delivered,
            Read = m.Committed.Read,
            Noted = m.Committed.Noted,
            Dormant = m.Committed.Dormant,
            Unread = m.Unread,
            HistoryOn = m.Committed.History.On,
            HistoryAt = m.Committed.History.At,
        };
        if (m.MutedUntil is { } until) member.MutedUntil = until;
        foreach (var interval in m.Intervals)
        {
            member.Intervals.Add(interval.Join);
            if (interval.Leave != Interval.Open) member.Intervals.Add(interval.Leave);
        }

        LatestMessages.Sent before = default;
        foreach (ref readonly var sent in m.Latest.Span)
        {
            member.Latest.Add(sent.Position - before.Position);
            member.Latest.Add(sent.Stamp - before.Stamp);
            before = sent;
        }

        return member;
    }

    public static GroupMember Restore(Member m)
    {
        var member = new GroupMember(m.Number, new UserId(m.User), m.JoinedAt)
        {
            Role = m.Role == 0 ? null : (GroupRole)m.Role,
            Muted = m.Muted,
            MutedUntil = m.HasMutedUntil ? m.MutedUntil : null,
        };
        var intervals = new List<Interval>();
        for (var i = 0; i < m.Intervals.Count; i += 2)
            intervals.Add(new Interval(m.Intervals[i], i + 1 < m.Intervals.Count ? m.Intervals[i + 1] : Interval.Open));
        member.Restore(intervals, m.LeftAt, new Place
        {
            Released = m.Released, Delivered = m.Delivered, Read = m.Read, Noted = m.Noted, Dormant = m.Dormant,
            History = new HistoryChoice(m.HistoryOn, m.HistoryAt),
        });
        member.RestoreUnread(m.Unread);
        long position = 0, stamp = 0;
        for (var i = 0; i + 1 < m.Latest.Count; i += 2)
            member.Latest.Add(position += m.Latest[i], stamp += m.Latest[i + 1], int.MaxValue);
        return member;
    }
}
