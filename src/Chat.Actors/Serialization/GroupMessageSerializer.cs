using Akka.Actor;
using Chat.Actors.Groups.Fanout;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Google.Protobuf;
using OfAdmin = Chat.Protocol.Schema.Admin;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>
/// The commands to groups' entities between nodes, and what the fan-out of a node hands to that of another (Schema/group_remoting.proto).
/// A node that does not know a manifest drops the command, as if it had been lost: commands are repeated by who needs them done.
/// </summary>
public sealed class GroupMessageSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1006;

    private const string
        Send = "sm", Create = "cg", Rename = "rn", Add = "am", Remove = "rm", Role = "sr", Mute = "mm", Unmute = "um", Get = "gg",
        Receipts = "gr", Invite = "ci", Revoke = "ri", Invites = "li", Join = "ji", Look = "lk", Progress = "rp", Answer = "af",
        Pull = "pe", CaughtUp = "cu", Live = "lv", Wake = "wk", Relist = "rl", CleanUp = "cl", Stretches = "gs", Batch = "fb", Taken = "bt",
        Latest = "gl", Inspect = "in", Limit = "lr";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        GroupFanoutBatch => Batch,
        GroupCommands.ReportProgress => Progress,
        GroupCommands.AnswerFanout => Answer,
        GroupCommands.SendMessage => Send,
        GroupCommands.PullEntries => Pull,
        GroupCommands.CaughtUp => CaughtUp,
        GroupCommands.Live => Live,
        GroupCommands.GetGroup => Get,
        GroupCommands.GetReceipts => Receipts,
        GroupCommands.GetLatest => Latest,
        GroupCommands.GetStretches => Stretches,
        GroupCommands.CreateGroup => Create,
        GroupCommands.RenameGroup => Rename,
        GroupCommands.AddMembers => Add,
        GroupCommands.RemoveMember => Remove,
        GroupCommands.SetRole => Role,
        GroupCommands.MuteMember => Mute,
        GroupCommands.UnmuteMember => Unmute,
        GroupCommands.CreateInvite => Invite,
        GroupCommands.RevokeInvite => Revoke,
        GroupCommands.ListInvites => Invites,
        GroupCommands.JoinByInvite => Join,
        GroupCommands.LookAtInvite => Look,
        GroupCommands.Wake => Wake,
        GroupCommands.Relist => Relist,
        GroupCommands.CleanUp => CleanUp,
        GroupCommands.Inspect => Inspect,
        GroupCommands.LimitRate => Limit,
        BatchTaken => Taken,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        GroupFanoutBatch b => GroupFanoutMapping.ToSchema(b),
        GroupCommands.ReportProgress c => MemberMessageMapping.ToSchema(c),
        GroupCommands.AnswerFanout c => MemberMessageMapping.ToSchema(c),
        GroupCommands.SendMessage c => GroupSendMapping.ToSchema(c),
        GroupCommands.PullEntries c => MemberMessageMapping.ToSchema(c),
        GroupCommands.CaughtUp c => MemberMessageMapping.ToSchema(c),
        GroupCommands.Live c => MemberMessageMapping.ToSchema(c),
        GroupRequest c => GroupRequestMapping.ToSchema(c) ?? throw NoManifest(c),
        GroupCommands.CleanUp c => GroupSendMapping.ToSchema(c),
        GroupCommands.Inspect c => InspectionMapping.ToSchema(c),
        GroupCommands.LimitRate c => InspectionMapping.ToSchema(c),
        BatchTaken => new Remoting.GroupJob(),
        GroupCommands.Wake or GroupCommands.Relist => new Remoting.GroupJob { GroupId = ((GroupCommand)record).GroupId.Value },
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Batch => GroupFanoutMapping.ToDomain(Remoting.GroupFanoutBatch.Parser.ParseFrom(bytes)),
        Progress => MemberMessageMapping.ToDomain(Remoting.ReportProgress.Parser.ParseFrom(bytes)),
        Answer => MemberMessageMapping.ToDomain(Remoting.AnswerFanout.Parser.ParseFrom(bytes)),
        Send => GroupSendMapping.ToDomain(Remoting.SendMessage.Parser.ParseFrom(bytes)),
        Pull => MemberMessageMapping.ToDomain(Remoting.PullEntries.Parser.ParseFrom(bytes)),
        CaughtUp => MemberMessageMapping.ToDomain(Remoting.CaughtUp.Parser.ParseFrom(bytes)),
        Live => MemberMessageMapping.ToDomain(Remoting.Live.Parser.ParseFrom(bytes)),
        Get => GroupRequestMapping.ToGet(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Latest => GroupRequestMapping.ToLatest(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Stretches => GroupRequestMapping.ToStretches(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Receipts => GroupRequestMapping.ToReceipts(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Create => GroupRequestMapping.ToCreate(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Rename => GroupRequestMapping.ToRename(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Add => GroupRequestMapping.ToAdd(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Remove => GroupRequestMapping.ToRemove(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Role => GroupRequestMapping.ToRole(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Mute => GroupRequestMapping.ToMute(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Unmute => GroupRequestMapping.ToUnmute(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Invite => GroupRequestMapping.ToInvite(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Revoke => GroupRequestMapping.ToRevoke(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Invites => GroupRequestMapping.ToInvites(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Join => GroupRequestMapping.ToJoin(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Look => GroupRequestMapping.ToLook(Remoting.GroupRequest.Parser.ParseFrom(bytes)),
        Wake => new GroupCommands.Wake(GroupOf(bytes)),
        Relist => new GroupCommands.Relist(GroupOf(bytes)),
        CleanUp => GroupSendMapping.ToDomain(Remoting.CleanUp.Parser.ParseFrom(bytes)),
        Inspect => InspectionMapping.ToGroup(OfAdmin.Inspect.Parser.ParseFrom(bytes)),
        Limit => InspectionMapping.ToDomain(OfAdmin.LimitRate.Parser.ParseFrom(bytes)),
        Taken => BatchTaken.Instance,
        _ => throw NotKnown(manifest),
    };

    private static GroupId GroupOf(ReadOnlySpan<byte> bytes) => new(Remoting.GroupJob.Parser.ParseFrom(bytes).GroupId);
}
