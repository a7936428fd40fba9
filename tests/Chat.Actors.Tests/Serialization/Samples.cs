using Chat.Actors.Nodes;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Actors.Tests.Serialization;

/// <summary>
/// One value or more of every record that is stored or sent: with everything set, and with everything left out. Each has recorded
/// bytes under its name; what was recorded is never edited, since journals hold such bytes.
/// </summary>
internal static partial class Samples
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("b\u00f6b-\u4e2d");
    private static readonly UserId Carol = new("carol");
    private static readonly GroupId Chess = new("group_k3m9x2");
    private static readonly DeviceId Phone = new("phone-abc");
    private static readonly DeviceId Laptop = new("laptop-1");
    private static readonly ClientMessageId Send = new("client_abc123");
    private static readonly MessageId One = new(1_699_200_000_000_007, 42, 3);
    private static readonly MessageId Two = new(1_699_200_000_000_008, MessageId.MaxEntity, MessageId.MaxConversation);
    private static readonly ConnectionAddress Connection = new(-1_234_567_890, 77);
    private static readonly MessageBody Text = new("Hey, are you free tomorrow? \ud83d\ude00", null, null, 1_699_189_200_000);
    private static readonly MessageBody Picture = new("", "/api/media/media_xyz789", One, -1);

    /// <summary>Of an invite's secret.</summary>
    private static readonly ReadOnlyMemory<byte> Hash = Convert.FromHexString("00ff" + new string('7', 60));

    /// <summary>By the name of their recording: the record's name, and what is particular.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } =
        new[] { Events, Commands, ConnectionMessages, GroupEventRecords, ToGroups, ToMembers, GroupsToConnections, Snapshots, Conversations, OfNodes, Batches, Administration }
            .SelectMany(family => family).ToDictionary(sample => sample.Name, sample => sample.Value);

    private static IEnumerable<(string Name, object Value)> Events =>
    [
        ("UserCreated", new UserEvents.UserCreated(42, 1_699_189_200_001)),
        ("MessageQueued", new UserEvents.MessageQueued(
            1044, One, Alice, Phone, Send, Picture, 1_699_189_200_123, new UInt128(0x0102030405060708, 0x090a0b0c0d0e0fff),
            0xfedcba9876543210, true, Everything)),
        ("MessageQueued.plain", new UserEvents.MessageQueued(1, Two, Bob, Laptop, Send, Text, 7, UInt128.Zero, 0, false, null)),
        ("EchoQueued", new UserEvents.EchoQueued(1045, One, Bob, Laptop, Send, Picture, 1_699_189_200_124, Everything)),
        ("EchoQueued.plain", new UserEvents.EchoQueued(1, One, Bob, Laptop, Send, Text, 7, null)),
        ("DeviceRegistered", new UserEvents.DeviceRegistered(3, Phone, "ios", "2.24.5", 1040, 1_699_189_200_125)),
        ("DeviceRegistered.plain", new UserEvents.DeviceRegistered(1, Phone, null, null, 0, 7)),
        ("DeviceRemoved", new UserEvents.DeviceRemoved(Phone, 1_699_189_200, 1_699_189_200_126)),
        ("TokensRevoked", new UserEvents.TokensRevoked(Phone, 1_699_189_201, null, 1_699_189_200_127)),
        ("TokensRevoked.all", new UserEvents.TokensRevoked(null, 1_699_189_201, Laptop, 1_699_189_200_127)),
        ("HistorySwitched", new UserEvents.HistorySwitched(true, 1_699_189_200_134)),
        ("HistorySwitched.off", new UserEvents.HistorySwitched(false, 0)),
        ("SendsSpilled", new UserEvents.SendsSpilled(4711, 1_699_189_200_123)),
        ("EntriesExpired", new UserEvents.EntriesExpired(1000, 1_699_189_200_128)),
        ("WatermarksAdvanced", new UserEvents.WatermarksAdvanced(Everything)),
        ("WatermarksAdvanced.plain", new UserEvents.WatermarksAdvanced(new Watermarks(0, 0, [], []))),
    ];

    private static IEnumerable<(string Name, object Value)> OfNodes =>
    [
        ("NodeStatus", new NodeStatus(-1_234_567_890, "akka.tcp://chat@10.0.0.7:4053")
        {
            Region = "eu-1", Capacity = 200_000, Connections = 181_000, IsFull = true, IsDraining = true, Url = "wss://chat-7.example.org/ws",
            AppVersion = "0.1.0", StartedAt = 1_699_189_200_135,
        }),
        ("NodeStatus.leaving", new NodeStatus(1, "akka.tcp://chat@10.0.0.7:4053") { IsDraining = true, IsLeaving = true }),
        ("NodeStatus.plain", new NodeStatus(1, "")),
    ];

    private static Watermarks Everything => new(
        1046, 1_699_189_200_129,
        [new DeviceMarks(1, 1040, 1041, 1_699_189_200_130), new DeviceMarks(2, 0, 0, 0)],
        [
            new ConversationMarks(3, Bob, One, One, One, One, Two, Two, 10, 11, 12, 1_699_189_200_131, 1_699_189_200_132),
            new ConversationMarks(4, Alice, default, default, default, default, default, default, 0, 0, 0, 0, 0),
        ]);
}
