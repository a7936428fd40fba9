using Chat.Domain.Groups;
using Chat.Domain.Groups.Members;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What the journals of groups say must be the case, worked out without the code under test; the first thing that is not, or null.</summary>
internal static class GroupTruth
{
    /// <summary>R3: what a group has committed is what a replay of the same rows gives, from the beginning or from a snapshot.</summary>
    public static string? Replay(World world, SimGroup group)
    {
        if (group.Group is not { } live) return null;
        var fresh = new GroupState(group.Id, world.GroupLimits);
        for (var i = 0; i < group.Applied; i++)
            fresh.Apply(group.Journal[i], i + 1);
        var (was, now) = (Text(fresh), Text(live.State));
        return was == now ? null : $"R3: {group.Id} is\n  {now}\n  replayed\n  {was}";
    }

    private static string Text(GroupState s) =>
        $"{s.Number} {s.Name} {s.Revision} {s.LastStamp} head {s.Head} first {s.Log.First} expired {s.Log.ExpiredUpTo} bytes {s.Log.Bytes} row {s.Log.OldestRow} sends {s.Sends.Count} "
        + $"invites {string.Join(",", s.Invites.Values.Select(i => i.Id + i.Uses))} members "
        + string.Join("; ", s.Members.All.Select(m => $"{m.Number} {m.User} {m.Role} {m.Muted} {m.MutedUntil} {string.Join(",", m.Intervals)} "
            + $"{m.Committed.Released}/{m.Committed.Delivered}/{m.Committed.Read} {m.Committed.Noted} {m.Committed.Dormant} [{Latest(m)}]"));

    private static string Latest(GroupMember member)
    {
        var text = "";
        foreach (ref readonly var sent in member.Latest.Span)
            text += $"{sent.Position}:{sent.Stamp} ";
        return text;
    }

    /// <summary>What must have come true some time after the faults have stopped and all devices are on line.</summary>
    public static string? Settled(World world)
    {
        foreach (var device in world.Devices)
            if (device.Unsent > 0 && !device.HasNoPlace && !device.IsGone) return $"{device} still has {device.Unsent} sends without an answer";
        foreach (var group in world.Groups)
            if ((Replay(world, group) ?? Log(group) ?? Received(world, group) ?? Places(world, group) ?? Listed(group)) is { } broken)
                return broken;
        foreach (var entity in world.Entities)
            if ((Truth.Replay(world, entity) ?? Notes(entity)) is { } broken)
                return broken;
        return Acked(world);
    }

    /// <summary>The log of a group whose members have all fetched everything is empty.</summary>
    private static string? Log(SimGroup group)
    {
        if (group.Group is not { } live) return null;
        if (live.State.Log.Count > 0)
            return $"(e) the log of {group.Id} holds {live.State.Log.Count} entries, head {live.State.Head}; " + string.Join("; ", live.State.Members.All.Select(
                m => $"{m.User} {m.Live.Released}/{m.Live.Delivered} committed {m.Committed.Released} of {m.LastVisible(live.State.Head)} noted {m.Live.Noted} dormant {m.Live.Dormant}"));
        return live.State.Members.All.FirstOrDefault(m => m.Live.Dormant || m.Live.Noted) is { } away
            ? $"G6: {away.User} is on line, {group.Id} has him noted {away.Live.Noted}, dormant {away.Live.Dormant}" : null;
    }

    /// <summary>Every entry that a user may see is on each of his devices that was there; nothing else is.</summary>
    private static string? Received(World world, SimGroup group)
    {
        var expired = group.ExpiredUpTo;
        foreach (var entity in world.Entities)
        {
            var intervals = group.IntervalsOf(entity.Id);
            var devices = Truth.Registered(world, entity).ToList();
            foreach (var (device, _, _, _) in devices)
                foreach (var position in device.EntriesOf(group.Id).Keys)
                    if (!intervals.Exists(i => position >= i.Join && position <= i.Leave))
                        return $"{device} has {position} of {group.Id}, which its user may not see";
            for (var row = 0; row < group.Journal.Count; row++)
            {
                if (group.Journal[row] is not GroupEntryEvent entry || entry.Position <= expired
                    || !intervals.Exists(i => entry.Position >= i.Join && entry.Position <= i.Leave && !IsForgotten(group, entity.Id, i.Leave))) continue;
                foreach (var (device, _, _, _) in devices)
                    if (!device.Has(group.Id, entry.Position) && !group.IsOwn(device, entry.Position) && !group.MayLack(device, entry.Position))
                        return $"(a) {device} has not got {entry.Position} of {group.Id}";
            }
        }

        return null;
    }

    /// <summary>G1: who had left was waited for no longer than the retention, with all that he could see.</summary>
    private static bool IsForgotten(SimGroup group, UserId user, long leave)
    {
        long? leftAt = null;
        long position = 0;
        foreach (var e in group.Journal)
        {
            if (e is GroupEntryEvent entry) position = entry.Position;
            switch (e)
            {
                case GroupEvents.MembersAdded added when added.Members.Contains(user): leftAt = null; break;
                case GroupEvents.MemberRemoved removed when removed.Member == user: leftAt = removed.At; break;
                case GroupEvents.MemberLeft left when left.Member == user: leftAt = left.At; break;
                case GroupEvents.EntriesExpired expired when leftAt < expired.At && position >= leave: return true;
            }
        }

        return false;
    }

    /// <summary>P5: the group knows what devices have and what users have read.</summary>
    private static string? Places(World world, SimGroup group)
    {
        if (group.Group is not { } live) return null;
        foreach (var member in live.State.Members.All.Where(m => m.IsMember))
        {
            var last = member.LastVisible(live.State.Head);
            if (member.Live.Released != last || member.Live.Delivered != last)
                return $"P5: {member.User} has everything of {group.Id}, its place says {member.Live.Released}/{member.Live.Delivered} of {last}";
            var read = world.Devices.Where(d => d.User == member.User && !d.HasNoPlace && !d.IsGone)
                .Select(d => d.GroupsRead.GetValueOrDefault(group.Id)).DefaultIfEmpty().Max();
            if (group.PositionOf(read) < member.Intervals[0].Join) continue; // of a stay that the group has forgotten
            if (member.Live.Read < read.Stamp) return $"P2: {member.User} has read {group.Id} up to {read.Stamp}, its place says {member.Live.Read}";
        }

        return null;
    }

    private static string? Listed(SimGroup group) =>
        group.Group is { State.IsCreated: true } live && group.Listing?.Revision != live.State.Revision
            ? $"the table has revision {group.Listing?.Revision} of {group.Id}, which is at {live.State.Revision}" : null;

    /// <summary>G7: a note goes when everything has been fetched.</summary>
    private static string? Notes(SimEntity entity) =>
        entity.User?.State.Groups.All.FirstOrDefault(g => g.Noted || g.Read > 0) is { } group
            ? $"G6: {entity.Id} still has {group.Id} noted {group.Noted}, read {group.Read}" : null;

    private static string? Acked(World world)
    {
        var durable = world.Groups.SelectMany(g => g.Journal.OfType<GroupEvents.MessageAccepted>().Select(m => m.MessageId))
            .Concat(world.Entities.SelectMany(e => e.Journal.OfType<UserEvents.MessageQueued>().Select(m => m.MessageId))).ToHashSet();
        foreach (var (of, id) in world.AckedIds)
            if (!durable.Contains(id)) return $"(a) {id} was acked to {of.Device} and is in no journal";
        foreach (var group in world.Groups)
        {
            MessageId last = default;
            var keys = new HashSet<UInt128>();
            long position = 0;
            foreach (var entry in group.Journal.OfType<GroupEntryEvent>())
            {
                if (entry.Position != ++position) return $"{group.Id} has position {entry.Position} after {position - 1}";
                if (entry is not GroupEvents.MessageAccepted m) continue;
                if (m.MessageId <= last) return $"M3: {m.MessageId} was allocated after {last}";
                if (!keys.Add(m.Key)) return $"M4: {m.ClientMessageId} of {m.Sender} was accepted twice by {group.Id}";
                last = m.MessageId;
            }
        }

        return null;
    }
}
