using Akka.Actor;
using Chat.Domain.Users;
using Google.Protobuf;
using Chat.Protocol.Schema.Journal;

namespace Chat.Actors.Serialization;

/// <summary>
/// The events of users in the journal (Schema/journal.proto). A manifest never changes its meaning and is never dropped: rows of
/// every earlier version are read with it.
/// </summary>
public sealed class UserEventSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1001;

    private const string
        Created = "uc", Queued = "mq", Echo = "eq", Registered = "dr", Removed = "dx", Revoked = "tr", Expired = "ee", Spilled = "ss", Advanced = "wa",
        GroupNews = "gn", Renamed = "dn", ConversationSet = "cs", History = "hs";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        UserEvents.MessageQueued => Queued,
        UserEvents.WatermarksAdvanced => Advanced,
        UserEvents.EchoQueued => Echo,
        UserEvents.GroupNewsNoted => GroupNews,
        UserEvents.UserCreated => Created,
        UserEvents.DeviceRegistered => Registered,
        UserEvents.DeviceRemoved => Removed,
        UserEvents.DeviceRenamed => Renamed,
        UserEvents.ConversationSet => ConversationSet,
        UserEvents.TokensRevoked => Revoked,
        UserEvents.EntriesExpired => Expired,
        UserEvents.SendsSpilled => Spilled,
        UserEvents.HistorySwitched => History,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        UserEvents.MessageQueued e => MessageEventMapping.ToSchema(e),
        UserEvents.WatermarksAdvanced e => new WatermarksAdvanced { Watermarks = WatermarkMapping.ToSchema(e.Watermarks) },
        UserEvents.EchoQueued e => MessageEventMapping.ToSchema(e),
        UserEvents.GroupNewsNoted e => GroupNoteMapping.ToSchema(e),
        UserEvents.UserCreated e => new UserCreated { Number = e.Number, At = e.At },
        UserEvents.DeviceRegistered e => DeviceEventMapping.ToSchema(e),
        UserEvents.DeviceRemoved e => DeviceEventMapping.ToSchema(e),
        UserEvents.DeviceRenamed e => DeviceEventMapping.ToSchema(e),
        UserEvents.ConversationSet e => ConversationMapping.ToSchema(e),
        UserEvents.TokensRevoked e => DeviceEventMapping.ToSchema(e),
        UserEvents.SendsSpilled e => new SendsSpilled { UpToRow = e.UpToRow, NewestAt = e.NewestAt },
        UserEvents.HistorySwitched e => new HistorySwitched { On = e.On, At = e.At },
        UserEvents.EntriesExpired e => new EntriesExpired { UpTo = e.UpTo, At = e.At },
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Queued => MessageEventMapping.ToDomain(MessageQueued.Parser.ParseFrom(bytes)),
        Advanced => ToDomain(WatermarksAdvanced.Parser.ParseFrom(bytes)),
        Echo => MessageEventMapping.ToDomain(EchoQueued.Parser.ParseFrom(bytes)),
        GroupNews => GroupNoteMapping.ToDomain(GroupNewsNoted.Parser.ParseFrom(bytes)),
        Created => ToDomain(UserCreated.Parser.ParseFrom(bytes)),
        Registered => DeviceEventMapping.ToDomain(DeviceRegistered.Parser.ParseFrom(bytes)),
        Removed => DeviceEventMapping.ToDomain(DeviceRemoved.Parser.ParseFrom(bytes)),
        Renamed => DeviceEventMapping.ToDomain(DeviceRenamed.Parser.ParseFrom(bytes)),
        ConversationSet => ConversationMapping.ToDomain(Chat.Protocol.Schema.Journal.ConversationSet.Parser.ParseFrom(bytes)),
        Revoked => DeviceEventMapping.ToDomain(TokensRevoked.Parser.ParseFrom(bytes)),
        Spilled => ToDomain(SendsSpilled.Parser.ParseFrom(bytes)),
        History => ToDomain(HistorySwitched.Parser.ParseFrom(bytes)),
        Expired => ToDomain(EntriesExpired.Parser.ParseFrom(bytes)),
        _ => throw NotKnown(manifest),
    };

    private static UserEvents.UserCreated ToDomain(UserCreated m) => new(m.Number, m.At);

    private static UserEvents.SendsSpilled ToDomain(SendsSpilled m) => new(m.UpToRow, m.NewestAt);

    private static UserEvents.HistorySwitched ToDomain(HistorySwitched m) => new(m.On, m.At);

    private static UserEvents.EntriesExpired ToDomain(EntriesExpired m) => new(m.UpTo, m.At);

    private static UserEvents.WatermarksAdvanced ToDomain(WatermarksAdvanced m) =>
        new(WatermarkMapping.ToDomain(m.Watermarks ?? new Chat.Protocol.Schema.Journal.Watermarks()));
}
