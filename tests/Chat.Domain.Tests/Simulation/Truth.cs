using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What the journals say must be the case, worked out without the code under test; the first thing that is not, or null.</summary>
internal static class Truth
{
    /// <summary>R3: what an entity has committed is what a replay of the same rows gives.</summary>
    public static string? Replay(World world, SimEntity entity)
    {
        if (entity.User is not { } user) return null;
        var fresh = new UserState(entity.Id, world.Limits);
        for (var i = 0; i < entity.Applied; i++)
            fresh.Apply(entity.Journal[i], i + 1);
        var live = user.State;
        if (Header(fresh) != Header(live)) return $"R3: {entity.Id} is {Header(live)}, replayed {Header(fresh)}";
        if (Devices(fresh) != Devices(live)) return $"R3: devices of {entity.Id} are {Devices(live)}, replayed {Devices(fresh)}";
        if (Conversations(fresh) != Conversations(live)) return $"R3: conversations of {entity.Id} are {Conversations(live)}, replayed {Conversations(fresh)}";
        if (Groups(fresh) != Groups(live)) return $"R3: groups of {entity.Id} are {Groups(live)}, replayed {Groups(fresh)}";
        var entries = live.Inbox.Entries.Where(e => !e.IsMark).Select(e => e.Position).ToHashSet();
        foreach (var entry in fresh.Inbox.Entries.Where(e => !e.IsMark)) // those of settings go when they are shown, which is no event
            if (!entries.Remove(entry.Position) && !entry.EchoOwed) // that an echo is confirmed is no event
                return $"R3: {entity.Id} has lost entry {entry.Position} ({entry.Kind}), a replay has it";
        if (entries.Count > 0) return $"R3: {entity.Id} still has entry {entries.Min()}, a replay has not";
        foreach (var bucket in fresh.Sends.Buckets)
            foreach (var (key, record) in bucket.Sends)
                if (!live.Sends.TryGet(key, out var known) || known != record && record.Fingerprint != 0) // of an echo only the presence counts
                    return $"R3: {entity.Id} has another record of a send";
        return fresh.Sends.Count == live.Sends.Count ? null : $"R3: {entity.Id} knows {live.Sends.Count} sends, replayed {fresh.Sends.Count}";
    }

    private static string Header(UserState s) => $"{s.Number} {s.CommittedHead} {s.LastStamp} {s.LastSeen} {s.ExpiredUpTo} {s.LastDeviceNumber}";

    private static string Devices(UserState s) => string.Join("; ", s.Devices.All.Select(d =>
        $"{d.Number} {d.Id} {d.CommittedCursor} {d.CommittedShown} {d.CommittedLastSeen} {d.TokensValidFrom}"));

    private static string Conversations(UserState s) => string.Join("; ", s.Conversations.All.Where(c => c.IsCommitted).Select(c =>
        $"{c.Number} {c.With.Id} {Text(c.Committed)} {c.LastIncoming} {c.Settings} {c.SetAt} [{string.Join(",", c.UnreadStamps)}]"));

    private static string Groups(UserState s) => string.Join("; ", s.Groups.All.Select(g =>
        $"{g.Id} {g.Number} {g.Noted} {g.Read} {g.Unread} {g.Latest} {g.CountedAt} [{string.Join(",", g.Cursors)}]"));

    private static string Text(Marks m) =>
        $"{m.Delivered} {m.Read} {m.DeliveredConfirmed} {m.ReadConfirmed} {m.PeerDelivered} {m.PeerRead} {m.PeerDeliveredAt} {m.PeerReadAt} {m.ReadAt}";

    /// <summary>What must have come true some time after the faults have stopped and all devices are on line.</summary>
    public static string? Settled(World world)
    {
        foreach (var device in world.Devices)
            if (device.Unsent > 0 && !device.HasNoPlace && !device.IsGone) return $"{device} still has {device.Unsent} sends without an answer";
        foreach (var entity in world.Entities)
            if ((Replay(world, entity) ?? Inbox(world, entity) ?? Unread(entity)) is { } broken)
                return broken;
        return Acked(world);
    }

    /// <summary>Likewise, of the inbox of one user.</summary>
    public static string? Inbox(World world, SimEntity entity) =>
        Debts(entity) ?? Received(world, entity) ?? Marks(world, entity) ?? Echoes(world, entity);

    /// <summary>(e) Nothing waits, nothing is owed.</summary>
    private static string? Debts(SimEntity entity)
    {
        if (entity.User is not { } user) return null;
        if (user.State.Devices.All.Count > 0 && user.State.Inbox.Count > 0)
        {
            var first = user.State.Inbox.Entries.First();
            return $"(e) the inbox of {entity.Id} holds {user.State.Inbox.Count} entries, first {first.Kind} {first.Position}, echo owed {first.EchoOwed}; "
                   + string.Join("; ", user.State.Devices.All.Select(d => $"{d.Id} {d.Cursor}/{d.CommittedCursor} {d.Shown}/{d.CommittedShown}"));
        }

        foreach (var c in user.State.Conversations.All)
            if (c.OwesReceipt) return $"(e) {entity.Id} owes a receipt to {c.Peer}";
        return user.State.Inbox.Entries.Any(e => e.EchoOwed) ? $"(e) {entity.Id} owes an echo" : null;
    }

    /// <summary>The devices of a user by the journal: since which row, from which position on, under which number.</summary>
    public static IEnumerable<(SimDevice Device, int Row, long Cursor, int Number)> Registered(World world, SimEntity entity)
    {
        foreach (var device in world.Devices.Where(d => d.User == entity.Id))
        {
            var row = entity.Journal.FindLastIndex(e => e is UserEvents.DeviceRegistered r && r.Device == device.Id);
            if (row < 0 || entity.Journal.FindLastIndex(e => e is UserEvents.DeviceRemoved r && r.Device == device.Id) > row) continue;
            var registered = (UserEvents.DeviceRegistered)entity.Journal[row];
            yield return (device, row, registered.Cursor, registered.Number);
        }
    }

    private static long ExpiredUpTo(SimEntity entity) => entity.Journal.OfType<UserEvents.EntriesExpired>().Select(e => e.UpTo).DefaultIfEmpty().Max();

    /// <summary>(a), (c) Every durable message is on every device that was there; ids rise.</summary>
    private static string? Received(World world, SimEntity entity)
    {
        var expired = ExpiredUpTo(entity);
        MessageId last = default;
        var keys = new HashSet<UInt128>();
        var registered = Registered(world, entity).ToList();
        for (var at = 0; at < entity.Journal.Count; at++)
        {
            if (entity.Journal[at] is not UserEvents.MessageQueued m) continue;
            if (m.MessageId <= last) return $"M3: {m.MessageId} was allocated after {last}";
            last = m.MessageId;
            if (!keys.Add(m.Key)) return $"M4: {m.ClientMessageId} of {m.Sender} was queued twice for {entity.Id}";
            var delivered = world.Devices.Exists(d => d.User == entity.Id && d.Messages.Contains(m.MessageId)); // D1: then later devices may start after it
            foreach (var (device, row, cursor, _) in registered)
                if (m.Position > cursor && (row < at || !delivered) && m.Position > expired && !device.Messages.Contains(m.MessageId))
                    return $"(a) {device} has not got {m.MessageId} at {m.Position}, cursor at registration {cursor}";
        }

        return null;
    }

    /// <summary>P1, P3, P4: the sender's devices know what the recipient's devices have and have read.</summary>
    private static string? Marks(World world, SimEntity reader)
    {
        foreach (var queued in reader.Journal.OfType<UserEvents.MessageQueued>().GroupBy(m => m.Sender))
        {
            var devices = Registered(world, reader).ToList();
            if (devices.Count == 0) continue;
            var expired = ExpiredUpTo(reader);
            var conversation = reader.User?.State.Conversations.Find(queued.Key);
            if (conversation is null) continue;
            var last = queued.Where(m => m.Position > expired).Select(m => m.MessageId).LastOrDefault();
            if (conversation.Live.Delivered < last.Stamp) return $"P1: {reader.Id} has received {last} of {queued.Key}, the mark says {conversation.Live.Delivered}";
            var all = world.Devices.Where(d => d.User == reader.Id).ToList();
            var read = all.Where(d => !d.HasNoPlace && !d.IsGone).Select(d => d.ReadUpTo.GetValueOrDefault(queued.Key)).DefaultIfEmpty().Max();
            if (conversation.Live.Read < read.Stamp || conversation.Live.Read > all.Max(d => d.ReadUpTo.GetValueOrDefault(queued.Key)).Stamp) return $"P1: {reader.Id} has read {queued.Key} up to {read.Stamp}, the mark says {conversation.Live.Read}";
            foreach (var (device, row, _, _) in devices)
                if (devices.Count > 1 && conversation.Live.ReadAt > reader.HeadAtRegistration[row]
                    && Math.Max(device.ReadElsewhere.GetValueOrDefault(queued.Key).Stamp, device.ReadUpTo.GetValueOrDefault(queued.Key).Stamp) < read.Stamp)
                    return $"P4: {device} does not know that {queued.Key} was read up to {read.Stamp}";
            var sender = world.Entity(queued.Key);
            var seen = sender.User?.State.Conversations.Find(reader.Id);
            if (sender.User is null || conversation.Live.Delivered == 0) continue;
            // He may have been told before it was durable here, and a crash came between: it was true nevertheless.
            if (seen is null || seen.Live.PeerDelivered < conversation.Live.Delivered || seen.Live.PeerRead < conversation.Live.Read)
                return $"P3: {sender.Id} has {seen?.Live.PeerDelivered}/{seen?.Live.PeerRead} of {reader.Id}, who has {conversation.Live.Delivered}/{conversation.Live.Read}";
            foreach (var (device, row, _, _) in Registered(world, sender))
            {
                if (seen.Live.PeerDeliveredAt > sender.HeadAtRegistration[row] && device.PeerDelivered.GetValueOrDefault(reader.Id).Stamp < seen.Live.PeerDelivered)
                    return $"P4: {device} was shown {device.PeerDelivered.GetValueOrDefault(reader.Id)} as delivered to {reader.Id}, true is {seen.Live.PeerDelivered}";
                if (seen.Live.PeerReadAt > sender.HeadAtRegistration[row] && device.PeerRead.GetValueOrDefault(reader.Id).Stamp < seen.Live.PeerRead)
                    return $"P4: {device} was shown {device.PeerRead.GetValueOrDefault(reader.Id)} as read by {reader.Id}, true is {seen.Live.PeerRead}";
            }
        }

        return null;
    }

    /// <summary>M5: what was sent from one device is on the others.</summary>
    private static string? Echoes(World world, SimEntity recipient)
    {
        var expired = ExpiredUpTo(recipient);
        var devices = world.Entities.ToDictionary(e => e.Id, e => Registered(world, e).ToList());
        for (var row = 0; row < recipient.Journal.Count; row++)
        {
            if (recipient.Journal[row] is not UserEvents.MessageQueued { EchoOwed: true } m || m.Sender == recipient.Id || m.Position <= expired) continue;
            var sender = world.Entity(m.Sender);
            var others = devices[m.Sender].Where(d => d.Device.Id != m.SenderDevice).ToList();
            var at = sender.Journal.FindIndex(e => e is UserEvents.EchoQueued q && q.MessageId == m.MessageId);
            if (at < 0)
            {
                if (others.Any(d => sender.WrittenAt[d.Row] < recipient.WrittenAt[row])) return $"M5: {m.MessageId} has no echo in the journal of {m.Sender}";
                continue;
            }

            var echo = (UserEvents.EchoQueued)sender.Journal[at];
            foreach (var (device, registered, cursor, _) in others)
                if (registered < at && echo.Position > cursor && echo.Position > ExpiredUpTo(sender) && !device.Echoes.Contains(m.MessageId))
                    return $"M5: {device} has no copy of {m.MessageId} at {echo.Position}";
        }

        return null;
    }

    /// <summary>(g) Messages of others that are neither read nor expired.</summary>
    private static string? Unread(SimEntity entity)
    {
        if (entity.User is not { } user) return null;
        var unread = new List<UserEvents.MessageQueued>();
        foreach (var e in entity.Journal)
            if (e is UserEvents.MessageQueued m && m.Sender != entity.Id) unread.Add(m);
            else if (e is UserEvents.EntriesExpired x) unread.RemoveAll(u => u.MessageId.Stamp <= x.At / 1000 * MessageId.StampsPerSecond);
        var count = unread.Count(m => m.MessageId.Stamp > user.State.Conversations.Find(m.Sender)!.Live.Read);
        return count == user.Unread ? null : $"(g) {entity.Id} has {count} unread, says {user.Unread}";
    }

    /// <summary>(a), (b) What was acked is in the journal of the recipient under that id.</summary>
    private static string? Acked(World world)
    {
        var durable = world.Entities.SelectMany(e => e.Journal.OfType<UserEvents.MessageQueued>().Select(m => m.MessageId)).ToHashSet();
        foreach (var (of, id) in world.AckedIds)
            if (!durable.Contains(id)) return $"(a) {id} was acked to {of.Device} and is in no journal";
        return null;
    }
}
