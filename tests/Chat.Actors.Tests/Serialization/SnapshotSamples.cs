using Chat.Protocol.Schema.Snapshot;
using Google.Protobuf;
using Common = Chat.Protocol.Schema.Common;
using OfGroups = Chat.Protocol.Schema.Snapshot.Groups;

namespace Chat.Actors.Tests.Serialization;

internal static partial class Samples
{
    private static IEnumerable<(string Name, object Value)> Snapshots =>
    [
        ("UserSnapshot", new UserSnapshot
        {
            Number = 42, Head = 1046, LastStamp = 1_699_200_000_000_008, LastSeen = 1_699_189_200_129, Epoch = "e7", ExpiredUpTo = 1000,
            TokensValidFrom = 1_699_189_200, NextDeviceNumber = 4, Clean = true, SendsSpilledAt = 1_699_189_200_123, OlderSnapshot = 1_900, NeededRow = 1_950,
            Devices =
            {
                new Device
                {
                    Number = 3, Id = "phone-abc", Platform = "ios", AppVersion = "2.24.5", RegisteredAt = 1_699_189_200_125,
                    LastSeen = 1_699_189_200_130, Cursor = 1040, Shown = 1041, TokensValidFrom = 1_699_189_201,
                },
                new Device { Number = 1, Id = "laptop-1" },
            },
            RemovedDevices = { new RemovedDevice { Id = "tablet", TokensValidFrom = 1_699_189_202 } },
            Conversations =
            {
                new Conversation
                {
                    Number = 3, Peer = "b\u00f6b-\u4e2d", Delivered = Id(1), Read = Id(2), DeliveredConfirmed = Id(3), ReadConfirmed = Id(4),
                    PeerDelivered = Id(5), PeerRead = Id(6), PeerDeliveredAt = 10, PeerReadAt = 11, ReadAt = 12,
                    PeerDeliveredTime = 1_699_189_200_131, PeerReadTime = 1_699_189_200_132, UnreadStamps = { 1_699_200_000_000_007, 1 },
                    LastIncoming = 1_699_200_000_000_008, PeerEntity = 43, PeerConversation = 5,
                },
            },
            Inbox =
            {
                new InboxEntry
                {
                    Position = 1044, Kind = InboxEntry.Types.Kind.Message, Conversation = 3, MessageId = Id(7), SequenceNumber = 99,
                    At = 1_699_189_200_123, Bytes = 31, EchoOwedOpen = true,
                },
                new InboxEntry { Position = 1045, Kind = InboxEntry.Types.Kind.Echo, OriginDevice = 3 },
            },
            Idempotency = { Hour },
            Groups =
            {
                new Group
                {
                    Id = "group_k3m9x2", Number = 4711, Noted = true, Read = 1_699_200_000_000_007, Cursors = { 1, 88, 2, 0 },
                },
            },
        }),
        ("UserSnapshot.conversations", new UserSnapshot
        {
            Devices = { new Device { Number = 3, Id = "phone-abc", Name = "My phone" } },
            Conversations =
            {
                new Conversation { Number = 3, Peer = "carol", Muted = true, MutedUntil = 1_699_189_300_000, SetAt = 1049, LastOutgoing = 1_699_200_000_000_007 },
                new Conversation { Number = 4, Group = "group_k3m9x2", Read = Id(8), PeerEntity = 4711, PeerConversation = 1, ReadAt = 12, Archived = true },
            },
            Groups = { new Group { Id = "group_k3m9x2", Number = 4711, Unread = 5, Latest = 1_699_200_000_000_009 } },
        }),
        ("UserSnapshot.counted", new UserSnapshot { Groups = { new Group { Id = "group_k3m9x2", Number = 4711, Unread = 5, Latest = 1_699_200_000_000_009, CountedAt = 90 } } }),
        ("GroupSnapshot.limited", new OfGroups.GroupSnapshot { Number = 43, RateLimit = 5, RateLimitedAt = 1_699_189_200_140 }),
        ("GroupSnapshot.listed", new OfGroups.GroupSnapshot { Revision = 19, ListedRevision = 18 }),
        ("GroupSnapshot.unread", new OfGroups.GroupSnapshot
        {
            Members = { new OfGroups.Member { Number = 3, User = "carol", Unread = 2 } }, Recent = { 1_699_200_000_000_007, 3, 1, 0 },
        }),
        ("UserSnapshot.history", new UserSnapshot
        {
            Number = 42,
            History = new() { On = true, At = 1_699_189_200_134, WrittenUpTo = 98, Owed = { 99, 99, 101, 120 }, EraseUpTo = 1_699_189_200_133 },
            Groups = { new Group { Id = "group_k3m9x2", Number = 4711, HistoryTold = 1_699_189_200_134 } },
        }),
        ("UserSnapshot.periods", new UserSnapshot
        {
            Number = 42, Idempotency = { new IdempotencyHour { Hour = 471_997, BeginsAt = 1_699_189_212_500, LastRow = 99 } },
        }),
        ("UserSnapshot.empty", new UserSnapshot()),
        ("GroupSnapshot", new OfGroups.GroupSnapshot
        {
            Number = 4711, Name = "Chess \u2654", CreatedAt = 1_699_189_200_201, Revision = 19, Head = 98, LastStamp = 1_699_200_000_000_009,
            ExpiredUpTo = 64, LastMemberNumber = 300, SendsSpilledAt = 1_699_189_200_214, Clean = true, OlderSnapshot = 900, NeededRow = 950, First = 65, Creator = "alice",
            Members =
            {
                new OfGroups.Member
                {
                    Number = 1, User = "alice", Role = 3, JoinedAt = 1_699_189_200_201, Muted = true, MutedUntil = 1_699_189_300_000,
                    Intervals = { 1, 20, 30 }, Released = 80, Delivered = 85, Read = 1_699_200_000_000_007, Noted = true, Dormant = true,
                    Latest = { 89, 1_699_200_000_000_007, 1, 2 },
                },
                new OfGroups.Member { Number = 2, User = "b\u00f6b-\u4e2d", Intervals = { 1, 92 }, LeftAt = 1_699_189_200_205 },
            },
            Invites =
            {
                new OfGroups.Invite
                {
                    Id = "00ff777777777777", SecretHash = ByteString.CopyFrom(Hash.Span), By = "alice", CreatedAt = 1_699_189_200_211,
                    ExpiresAt = 1_699_275_600_000, MaxUses = 10, Uses = 3,
                },
                new OfGroups.Invite { Id = "11" },
            },
            Log =
            {
                new OfGroups.LogBlock
                {
                    Position = 65, Row = 70, At = 1_699_189_200_202, Stamp = 1_699_200_000_000_001, Entries = 34, Bytes = 4096,
                },
            },
            Idempotency = { Hour },
        }),
        ("GroupSnapshot.history", new OfGroups.GroupSnapshot
        {
            Number = 4711, History = new() { On = true, WrittenUpTo = 98, Owed = { 99, 120 } },
            Members = { new OfGroups.Member { Number = 1, User = "alice", HistoryOn = true, HistoryAt = 1_699_189_200_134 } },
        }),
        ("GroupSnapshot.empty", new OfGroups.GroupSnapshot()),
    ];

    private static IdempotencyHour Hour =>
        new() { Hour = 471_997, Keys = ByteString.CopyFrom([.. Enumerable.Range(0, 44).Select(i => (byte)i)]), LastRow = 98 };

    private static Common.MessageId Id(int counter) => new() { Stamp = 1_699_200_000_000_000 + counter, Entity = 42, Conversation = 3 };
}
