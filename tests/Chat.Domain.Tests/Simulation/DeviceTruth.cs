using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What all devices of one user must agree about, and his entity with them; the first thing that is not so, or null.</summary>
internal static class DeviceTruth
{
    /// <summary>
    /// What a device sent when another had just been registered need not have known of it: its own connection learns of a new device a moment
    /// later, and where that was lost when its lease has been renewed, which may be lost as well.
    /// </summary>
    private static long NewDeviceMs(World world) => world.HasLost ? 180_000 : 40_000;

    public static string? Settled(World world)
    {
        if (GroupTruth.Settled(world) is { } group) return group;
        foreach (var entity in world.Entities)
            if ((Truth.Inbox(world, entity) ?? Agree(world, entity) ?? Settings(world, entity) ?? Unread(world, entity) ?? Rows(entity)) is { } broken)
                return broken;
        return null;
    }

    /// <summary>All devices show the same messages in the same order, read up to the same.</summary>
    private static string? Agree(World world, SimEntity entity)
    {
        var devices = Truth.Registered(world, entity).ToList();
        foreach (var with in world.PartnersOf(entity.Id))
        {
            foreach (var (device, row, _, _) in devices)
                if (entity.User?.State.Conversations.Find(with)?.Live is { } marks && marks.ReadAt > entity.HeadAtRegistration[row] && devices.Count > 1
                    && device.HasRead(with).Stamp < marks.Read) // more, where it was told of something that a crash made undone before it was durable
                    return $"P4: {with.Id} is read up to {marks.Read}, on {device} up to {device.HasRead(with)}";
            for (var i = 1; i < devices.Count; i++)
            {
                var (one, other) = (devices[0], devices[i]);
                var since = Math.Max(entity.RegisteredAt[one.Row], entity.RegisteredAt[other.Row]) + NewDeviceMs(world);
                var (here, there) = (Since(world, one.Device, with, since), Since(world, other.Device, with, since));
                if (!here.SequenceEqual(there))
                {
                    var differ = here.Concat(there).First(id => !here.Contains(id) || !there.Contains(id));
                    return $"M5: of {with.Id}, {one.Device} and {other.Device} do not both show {differ}, born at {world.BornAt(differ)}, both there since {since}";
                }
            }
        }

        return null;
    }

    private static List<MessageId> Since(World world, SimDevice device, ConversationPartner with, long since) =>
        [.. device.Holds(with).Where(id => world.BornAt(id) > since)];

    /// <summary>The last settings in the journal are on all devices that were there then.</summary>
    private static string? Settings(World world, SimEntity entity)
    {
        foreach (var set in entity.Journal.OfType<UserEvents.ConversationSet>().GroupBy(e => e.With).Select(g => g.Last()))
        {
            if (entity.User is { } user && user.State.Conversations.Find(set.With)?.Settings != set.Settings)
                return $"{entity.Id} has {set.With.Id} {user.State.Conversations.Find(set.With)?.Settings}, the journal {set.Settings}";
            foreach (var (device, row, cursor, _) in Truth.Registered(world, entity))
                if (set.Position > Math.Max(cursor, entity.HeadAtRegistration[row]) && device.Settings.GetValueOrDefault(set.With).Settings != set.Settings)
                    return $"P4: {device} shows {set.With.Id} {device.Settings.GetValueOrDefault(set.With)}, the journal has {set.Settings} at {set.Position}";
        }

        return null;
    }

    /// <summary>(g) Per conversation, and in all without what is muted.</summary>
    private static string? Unread(World world, SimEntity entity)
    {
        if (entity.User is not { } user || entity.Conversations is not { } list) return null;
        var total = 0;
        foreach (var info in list.Conversations)
        {
            var count = info.With.Group is { } group ? UnreadOf(world.Group(group), entity.Id) : UnreadOf(entity, info.With.Peer);
            var isExact = info.With.Group is not { } of || IsMember(world.Group(of), entity.Id);
            if (isExact && info.Unread != count) return $"(g) {entity.Id} has {count} unread of {info.With.Id}, the list says {info.Unread}";
            if (!info.Settings.Muted) total += info.Unread;
        }

        return total == list.TotalUnread && total == user.Unread ? null
            : $"(g) {entity.Id} has {total} unread, the list says {list.TotalUnread}, the entity {user.Unread}";
    }

    private static int UnreadOf(SimEntity entity, UserId peer)
    {
        if (peer == entity.Id) return 0; // his own notes
        var read = entity.User!.State.Conversations.Find(peer)?.Live.Read ?? 0;
        return entity.Journal.Count(e => e is UserEvents.MessageQueued m && m.Sender == peer && m.MessageId.Stamp > read);
    }

    /// <summary>Messages of others since he joined last that the group knows he has not read.</summary>
    private static int UnreadOf(SimGroup group, UserId user)
    {
        if (!IsMember(group, user)) return 0;
        var intervals = group.IntervalsOf(user);
        var read = group.Group!.State.Members.Find(user)!.Live.Read;
        return group.Journal.Count(e => e is GroupEvents.MessageAccepted m && m.Sender != user && m.Position > intervals[^1].Join && m.MessageId.Stamp > read);
    }

    private static bool IsMember(SimGroup group, UserId user) => group.IntervalsOf(user) is [.., { Leave: long.MaxValue }];

    /// <summary>R4: nobody holds back a row that all the others have: not who was removed either.</summary>
    private static string? Rows(SimEntity entity) =>
        entity.User is { OldestPendingRow: < long.MaxValue } user && user.State.Devices.All.Count > 0
            ? $"R4: {entity.Id} still needs row {user.OldestPendingRow} of {entity.Journal.Count}" : null;
}
