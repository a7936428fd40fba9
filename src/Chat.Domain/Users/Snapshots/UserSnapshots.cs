using Chat.Domain.History;
using Chat.Domain.Idempotency;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot;
using Google.Protobuf.Collections;
using Id = Chat.Protocol.Schema.Common.MessageId;

namespace Chat.Domain.Users.Snapshots;

/// <summary>The committed state of a user as a snapshot, and back (R3: nothing that is only live). Bodies stay in their rows (R4).</summary>
public static class UserSnapshots
{
    public static UserSnapshot Take(UserState state, bool clean)
    {
        var snapshot = new UserSnapshot
        {
            Number = state.Number,
            Head = state.CommittedHead,
            LastStamp = state.LastStamp,
            LastSeen = state.LastSeen,
            Epoch = state.Epoch,
            ExpiredUpTo = state.ExpiredUpTo,
            TokensValidFrom = state.Devices.UnknownValidFrom,
            NextDeviceNumber = state.LastDeviceNumber + 1,
            Clean = clean,
            SendsSpilledAt = state.Sends.SpilledAt,
        };
        snapshot.Devices.AddRange(state.Devices.All.Select(ToSnapshot));
        snapshot.RemovedDevices.AddRange(state.Devices.Removed.Select(r => new RemovedDevice { Id = r.Key.Value, TokensValidFrom = r.Value }));
        snapshot.Conversations.AddRange(state.Conversations.All.Where(c => c.IsCommitted).Select(c => ToSnapshot(c, state.Number)));
        snapshot.Inbox.AddRange(state.Inbox.Entries.Where(e => !e.IsMark).Select(ToSnapshot));
        snapshot.Groups.AddRange(state.Groups.All.Select(ToSnapshot));
        snapshot.History = HistorySnapshots.Take(state.History, state.HistoryChoice, state.HistoryErasure);
        snapshot.Idempotency.AddRange(state.Sends.Buckets.Select(SendHistoryPacking.Pack));
        return snapshot;
    }

    /// <param name="state">Empty.</param>
    public static void Restore(UserState state, UserSnapshot snapshot)
    {
        state.Restore(snapshot.Number, snapshot.Head, snapshot.LastStamp, snapshot.LastSeen, snapshot.ExpiredUpTo, snapshot.NextDeviceNumber - 1);
        foreach (var removed in snapshot.RemovedDevices)
            state.Devices.Revoke(new DeviceId(removed.Id), removed.TokensValidFrom);
        foreach (var d in snapshot.Devices)
        {
            var device = new Devices.Device(d.Number, new DeviceId(d.Id), d.RegisteredAt)
            {
                Platform = d.HasPlatform ? d.Platform : null,
                AppVersion = d.HasAppVersion ? d.AppVersion : null,
                TokensValidFrom = d.TokensValidFrom,
                Name = d.Name.Length > 0 ? d.Name : null,
            };
            device.Commit(d.Cursor, d.Shown, d.LastSeen);
            state.Devices.Add(device);
        }

        state.Devices.UnknownValidFrom = snapshot.TokensValidFrom; // after the devices, which have their own
        foreach (var c in snapshot.Conversations)
            Restore(state.Conversations.Committed(c.Number, c.Group.Length > 0 ? new GroupId(c.Group) : new UserId(c.Peer)), c);
        foreach (var e in snapshot.Inbox)
            state.Inbox.Append(Restore(e));
        foreach (var g in snapshot.Groups)
            state.Groups.Restore(Restore(g));
        if (snapshot.History is { } history)
        {
            HistorySnapshots.Restore(state.History, history);
            state.RestoreHistory(new HistoryChoice(history.On, history.At), history.EraseUpTo);
        }

        SendHistoryPacking.Restore(state.Sends, snapshot.Idempotency, snapshot.SendsSpilledAt, snapshot.Number);
    }

    private static Protocol.Schema.Snapshot.Device ToSnapshot(Devices.Device d)
    {
        var device = new Protocol.Schema.Snapshot.Device
        {
            Number = d.Number,
            Id = d.Id.Value,
            RegisteredAt = d.RegisteredAt,
            LastSeen = d.CommittedLastSeen,
            Cursor = d.CommittedCursor,
            Shown = d.CommittedShown,
            TokensValidFrom = d.TokensValidFrom,
            Name = d.Name ?? "",
        };
        if (d.Platform is not null) device.Platform = d.Platform;
        if (d.AppVersion is not null) device.AppVersion = d.AppVersion;
        return device;
    }

    private static Protocol.Schema.Snapshot.Conversation ToSnapshot(Conversations.Conversation c, long entity)
    {
        ref var m = ref c.Committed;
        var conversation = new Protocol.Schema.Snapshot.Conversation
        {
            Number = c.Number,
            Peer = c.Peer.Value ?? "",
            Group = c.With.Group?.Value ?? "",
            Delivered = ToSchema(c.OwnId(m.Delivered, entity)),
            Read = ToSchema(c.ReadId(m.Read, entity)),
            DeliveredConfirmed = ToSchema(c.OwnId(m.DeliveredConfirmed, entity)),
            ReadConfirmed = ToSchema(c.OwnId(m.ReadConfirmed, entity)),
            PeerDelivered = ToSchema(c.PeerId(m.PeerDelivered)),
            PeerRead = ToSchema(c.PeerId(m.PeerRead)),
            PeerDeliveredAt = m.PeerDeliveredAt,
            PeerReadAt = m.PeerReadAt,
            ReadAt = m.ReadAt,
            PeerDeliveredTime = m.PeerDeliveredTime,
            PeerReadTime = m.PeerReadTime,
            LastIncoming = c.LastIncoming,
            PeerEntity = c.PeerEntity,
            PeerConversation = c.PeerConversation,
            Muted = c.Settings.Muted,
            Archived = c.Settings.Archived,
            SetAt = c.SetAt,
            LastOutgoing = c.LastEcho,
        };
        if (c.Settings.MutedUntil is { } until) conversation.MutedUntil = until;
        Deltas(c.UnreadStamps, conversation.UnreadStamps);
        return conversation;
    }

    private static void Restore(Conversations.Conversation to, Protocol.Schema.Snapshot.Conversation c)
    {
        to.PeerEntity = c.PeerEntity;
        to.PeerConversation = c.PeerConversation;
        to.LastIncoming = c.LastIncoming;
        to.LastEcho = c.LastOutgoing;
        to.Settings = new ConversationSettings(c.Muted, c.HasMutedUntil ? c.MutedUntil : null, c.Archived);
        to.SetAt = c.SetAt;
        to.RestoreUnread(Sums(c.UnreadStamps));
        MarksMapping.Commit(to, new ConversationMarks(
            c.Number, to.Peer, FromSchema(c.Delivered), FromSchema(c.Read), FromSchema(c.DeliveredConfirmed), FromSchema(c.ReadConfirmed),
            FromSchema(c.PeerDelivered), FromSchema(c.PeerRead), c.PeerDeliveredAt, c.PeerReadAt, c.ReadAt, c.PeerDeliveredTime, c.PeerReadTime) { Group = to.With.Group });
    }

    private static Protocol.Schema.Snapshot.InboxEntry ToSnapshot(Inbox.InboxEntry e) => new()
    {
        Position = e.Position,
        Kind = e.Kind == EntryKind.Echo ? Protocol.Schema.Snapshot.InboxEntry.Types.Kind.Echo : Protocol.Schema.Snapshot.InboxEntry.Types.Kind.Message,
        Conversation = e.Conversation,
        MessageId = ToSchema(e.MessageId),
        SequenceNumber = e.SequenceNr,
        At = e.At,
        Bytes = e.Bytes,
        OriginDevice = e.OriginDevice,
        EchoOwedOpen = e.EchoOwed,
    };

    private static Inbox.InboxEntry Restore(Protocol.Schema.Snapshot.InboxEntry e) => new()
    {
        Position = e.Position,
        Kind = e.Kind == Protocol.Schema.Snapshot.InboxEntry.Types.Kind.Echo ? EntryKind.Echo : EntryKind.Message,
        Conversation = e.Conversation,
        MessageId = FromSchema(e.MessageId),
        SequenceNr = e.SequenceNumber,
        At = e.At,
        Bytes = e.Bytes,
        OriginDevice = e.OriginDevice,
        EchoOwed = e.EchoOwedOpen,
    };

    private static Group ToSnapshot(Groups.KnownGroup g)
    {
        var group = new Group
        {
            Id = g.Id.Value, Number = g.Number, Noted = g.Noted, Read = g.Read, Unread = g.Unread, Latest = g.Latest, CountedAt = g.CountedAt, HistoryTold = g.HistoryTold,
        };
        foreach (var cursor in g.Cursors)
        {
            group.Cursors.Add(cursor.Device);
            group.Cursors.Add(cursor.Position);
        }

        return group;
    }

    private static Groups.KnownGroup Restore(Group g)
    {
        var cursors = new GroupCursor[g.Cursors.Count / 2];
        for (var i = 0; i < cursors.Length; i++)
            cursors[i] = new GroupCursor((int)g.Cursors[2 * i], g.Cursors[2 * i + 1]);
        return new Groups.KnownGroup(new GroupId(g.Id), g.Number)
        {
            Noted = g.Noted, Read = g.Read, Cursors = cursors, Unread = g.Unread, Latest = g.Latest,
            CountedAt = g.CountedAt, HistoryTold = g.HistoryTold,
        };
    }

    private static void Deltas(IReadOnlyList<long> stamps, RepeatedField<long> into)
    {
        long before = 0;
        foreach (var stamp in stamps)
        {
            into.Add(stamp - before);
            before = stamp;
        }
    }

    private static IEnumerable<long> Sums(RepeatedField<long> deltas)
    {
        long sum = 0;
        foreach (var delta in deltas)
            yield return sum += delta;
    }

    private static Id? ToSchema(MessageId id) =>
        id.IsNone ? null : new Id { Stamp = id.Stamp, Entity = id.Entity, Conversation = id.Conversation };

    private static MessageId FromSchema(Id? id) => id is null ? default : new MessageId(id.Stamp, id.Entity, id.Conversation);
}
