using Akka.Actor;
using Chat.Domain.Groups;
using Chat.Protocol.Schema.Journal.Groups;
using Google.Protobuf;

namespace Chat.Actors.Serialization;

/// <summary>
/// The events of groups in the journal (Schema/group_journal.proto). A manifest never changes its meaning and is never dropped: rows
/// of every earlier version are read with it.
/// </summary>
public sealed class GroupEventSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1005;

    private const string
        Created = "gc", Accepted = "ma", Renamed = "rn", Added = "md", Removed = "mx", Left = "ml", Role = "rc", Muted = "mm", Unmuted = "mu",
        Invited = "ic", InviteRevoked = "ix", Advanced = "wa", Expired = "ee", Spilled = "ss", Limited = "rl";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        GroupEvents.MessageAccepted => Accepted,
        GroupEvents.WatermarksAdvanced => Advanced,
        GroupEvents.GroupCreated => Created,
        GroupEvents.Renamed => Renamed,
        GroupEvents.MembersAdded => Added,
        GroupEvents.MemberRemoved => Removed,
        GroupEvents.MemberLeft => Left,
        GroupEvents.RoleChanged => Role,
        GroupEvents.MemberMuted => Muted,
        GroupEvents.MemberUnmuted => Unmuted,
        GroupEvents.InviteCreated => Invited,
        GroupEvents.InviteRevoked => InviteRevoked,
        GroupEvents.EntriesExpired => Expired,
        GroupEvents.SendsSpilled => Spilled,
        GroupEvents.RateLimited => Limited,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        GroupEvents.MessageAccepted e => GroupLogEventMapping.ToSchema(e),
        GroupEvents.WatermarksAdvanced e => GroupLogEventMapping.ToSchema(e),
        GroupEvents.GroupCreated e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.Renamed e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.MembersAdded e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.MemberRemoved e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.MemberLeft e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.RoleChanged e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.MemberMuted e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.MemberUnmuted e => GroupChangeEventMapping.ToSchema(e),
        GroupEvents.InviteCreated e => GroupInviteEventMapping.ToSchema(e),
        GroupEvents.InviteRevoked e => GroupInviteEventMapping.ToSchema(e),
        GroupEvents.EntriesExpired e => GroupLogEventMapping.ToSchema(e),
        GroupEvents.SendsSpilled e => GroupLogEventMapping.ToSchema(e),
        GroupEvents.RateLimited e => GroupLogEventMapping.ToSchema(e),
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Accepted => GroupLogEventMapping.ToDomain(MessageAccepted.Parser.ParseFrom(bytes)),
        Advanced => GroupLogEventMapping.ToDomain(WatermarksAdvanced.Parser.ParseFrom(bytes)),
        Created => GroupChangeEventMapping.ToDomain(GroupCreated.Parser.ParseFrom(bytes)),
        Renamed => GroupChangeEventMapping.ToDomain(Chat.Protocol.Schema.Journal.Groups.Renamed.Parser.ParseFrom(bytes)),
        Added => GroupChangeEventMapping.ToDomain(MembersAdded.Parser.ParseFrom(bytes)),
        Removed => GroupChangeEventMapping.ToRemoved(MemberChanged.Parser.ParseFrom(bytes)),
        Left => GroupChangeEventMapping.ToLeft(MemberChanged.Parser.ParseFrom(bytes)),
        Role => GroupChangeEventMapping.ToDomain(RoleChanged.Parser.ParseFrom(bytes)),
        Muted => GroupChangeEventMapping.ToDomain(MemberMuted.Parser.ParseFrom(bytes)),
        Unmuted => GroupChangeEventMapping.ToUnmuted(MemberChanged.Parser.ParseFrom(bytes)),
        Invited => GroupInviteEventMapping.ToDomain(InviteCreated.Parser.ParseFrom(bytes)),
        InviteRevoked => GroupInviteEventMapping.ToDomain(Chat.Protocol.Schema.Journal.Groups.InviteRevoked.Parser.ParseFrom(bytes)),
        Expired => GroupLogEventMapping.ToDomain(EntriesExpired.Parser.ParseFrom(bytes)),
        Spilled => GroupLogEventMapping.ToDomain(SendsSpilled.Parser.ParseFrom(bytes)),
        Limited => GroupLogEventMapping.ToDomain(RateLimited.Parser.ParseFrom(bytes)),
        _ => throw NotKnown(manifest),
    };
}
