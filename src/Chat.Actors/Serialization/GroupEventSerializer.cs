using Akka.Actor;
using Chat.Domain.Groups;
using Chat.Protocol.Schema.Journal.Groups;
using Google.Protobuf;

namespace Chat.Actors.Serialization;

/// <summary>The events of groups in the journal (Schema/group_journal.proto). As with users', a manifest is for ever.</summary>
public sealed class GroupEventSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1005;

    private const string
        Accepted = "ma", Advanced = "wa", Created = "gc", NewName = "rn", Added = "ad", Removed = "rm", Left = "lv", Role = "rc",
        Muted = "mm", Unmuted = "um", Invited = "ic", Revoked = "ir", Expired = "ee", Spilled = "ss";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        GroupEvents.MessageAccepted => Accepted,
        GroupEvents.WatermarksAdvanced => Advanced,
        GroupEvents.GroupCreated => Created,
        GroupEvents.Renamed => NewName,
        GroupEvents.MembersAdded => Added,
        GroupEvents.MemberRemoved => Removed,
        GroupEvents.MemberLeft => Left,
        GroupEvents.RoleChanged => Role,
        GroupEvents.MemberMuted => Muted,
        GroupEvents.MemberUnmuted => Unmuted,
        GroupEvents.InviteCreated => Invited,
        GroupEvents.InviteRevoked => Revoked,
        GroupEvents.EntriesExpired => Expired,
        GroupEvents.SendsSpilled => Spilled,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        GroupEvents.MessageAccepted e => GroupEventMapping.ToSchema(e),
        GroupEvents.WatermarksAdvanced e => new WatermarksAdvanced { Watermarks = GroupEventMapping.ToSchema(e.Watermarks) },
        GroupEvents.GroupCreated e => GroupEventMapping.ToSchema(e),
        GroupEvents.Renamed e => GroupEventMapping.ToSchema(e),
        GroupEvents.MembersAdded e => GroupEventMapping.ToSchema(e),
        GroupEvents.MemberRemoved e => GroupEventMapping.ToSchema(e),
        GroupEvents.MemberLeft e => GroupEventMapping.ToSchema(e),
        GroupEvents.RoleChanged e => GroupEventMapping.ToSchema(e),
        GroupEvents.MemberMuted e => GroupEventMapping.ToSchema(e),
        GroupEvents.MemberUnmuted e => GroupEventMapping.ToSchema(e),
        GroupEvents.InviteCreated e => GroupEventMapping.ToSchema(e),
        GroupEvents.InviteRevoked e => new InviteRevoked { Invite = e.Invite, By = e.By.Value, At = e.At },
        GroupEvents.EntriesExpired e => new EntriesExpired { UpTo = e.UpTo, At = e.At },
        GroupEvents.SendsSpilled e => new SendsSpilled { UpToRow = e.UpToRow, NewestAt = e.NewestAt },
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Accepted => GroupEventMapping.ToDomain(MessageAccepted.Parser.ParseFrom(bytes)),
        Advanced => new GroupEvents.WatermarksAdvanced(GroupEventMapping.ToDomain(WatermarksAdvanced.Parser.ParseFrom(bytes).Watermarks)),
        Created => GroupEventMapping.ToDomain(GroupCreated.Parser.ParseFrom(bytes)),
        NewName => GroupEventMapping.ToDomain(Renamed.Parser.ParseFrom(bytes)),
        Added => GroupEventMapping.ToDomain(MembersAdded.Parser.ParseFrom(bytes)),
        Removed => GroupEventMapping.ToRemoved(MemberChanged.Parser.ParseFrom(bytes)),
        Left => GroupEventMapping.ToLeft(MemberChanged.Parser.ParseFrom(bytes)),
        Role => GroupEventMapping.ToDomain(RoleChanged.Parser.ParseFrom(bytes)),
        Muted => GroupEventMapping.ToDomain(MemberMuted.Parser.ParseFrom(bytes)),
        Unmuted => GroupEventMapping.ToUnmuted(MemberChanged.Parser.ParseFrom(bytes)),
        Invited => GroupEventMapping.ToDomain(InviteCreated.Parser.ParseFrom(bytes)),
        Revoked => GroupEventMapping.ToDomain(InviteRevoked.Parser.ParseFrom(bytes)),
        Expired => ToDomain(EntriesExpired.Parser.ParseFrom(bytes)),
        Spilled => ToDomain(SendsSpilled.Parser.ParseFrom(bytes)),
        _ => throw NotKnown(manifest),
    };

    private static GroupEvents.EntriesExpired ToDomain(EntriesExpired m) => new(m.UpTo, m.At);

    private static GroupEvents.SendsSpilled ToDomain(SendsSpilled m) => new(m.UpToRow, m.NewestAt);
}
