using Akka.Actor;
using Chat.Actors.Groups.Fanout;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Google.Protobuf;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>
/// The commands to groups' entities between nodes, and the batches of their fan-out (Schema/group_remoting.proto). As with users': what a
/// node does not know is as good as lost, and is repeated.
/// </summary>
public sealed class GroupMessageSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1006;

    private const string
        Send = "sm", Progress = "rp", Answer = "af", Pull = "pe", CaughtUp = "cu", Live = "lv", Wake = "wk", Relist = "rl", Batch = "fb", Taken = "bt", CleanUp = "cl",
        Create = "cg", Rename = "rn", Add = "am", Remove = "rm", Role = "sr", Mute = "mm", Unmute = "um", Get = "gg", Receipts = "gr",
        CreateInvite = "ci", RevokeInvite = "ri", ListInvites = "li", Join = "ji", LookAt = "la";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        GroupCommands.SendMessage => Send,
        GroupCommands.ReportProgress => Progress,
        GroupFanoutBatch => Batch,
        BatchTaken => Taken,
        GroupCommands.AnswerFanout => Answer,
        GroupCommands.PullEntries => Pull,
        GroupCommands.CaughtUp => CaughtUp,
        GroupCommands.Live => Live,
        GroupCommands.Wake => Wake,
        GroupCommands.Relist => Relist,
        GroupCommands.CleanUp => CleanUp,
        GroupRequest => ManifestOfRequest(o),
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        GroupCommands.SendMessage c => GroupCommandMapping.ToSchema(c),
        GroupCommands.ReportProgress c => GroupCommandMapping.ToSchema(c),
        GroupFanoutBatch b => GroupCommandMapping.ToSchema(b),
        BatchTaken => new Remoting.GroupJob(),
        GroupCommands.AnswerFanout c => GroupCommandMapping.ToSchema(c),
        GroupCommands.PullEntries c => GroupCommandMapping.ToSchema(c),
        GroupCommands.CaughtUp c => GroupCommandMapping.ToSchema(c),
        GroupCommands.Live c => GroupCommandMapping.ToSchema(c),
        GroupCommands.Wake c => new Remoting.GroupJob { GroupId = c.GroupId.Value },
        GroupCommands.Relist c => new Remoting.GroupJob { GroupId = c.GroupId.Value },
        GroupCommands.CleanUp c => GroupCommandMapping.ToSchema(c),
        GroupRequest c => GroupRequestMapping.ToSchema(c),
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Send => GroupCommandMapping.ToDomain(Remoting.SendMessage.Parser.ParseFrom(bytes)),
        Progress => GroupCommandMapping.ToDomain(Remoting.ReportProgress.Parser.ParseFrom(bytes)),
        Batch => GroupCommandMapping.ToDomain(Remoting.GroupFanoutBatch.Parser.ParseFrom(bytes)),
        Taken => BatchTaken.Instance,
        Answer => GroupCommandMapping.ToDomain(Remoting.AnswerFanout.Parser.ParseFrom(bytes)),
        Pull => GroupCommandMapping.ToDomain(Remoting.PullEntries.Parser.ParseFrom(bytes)),
        CaughtUp => GroupCommandMapping.ToDomain(Remoting.CaughtUp.Parser.ParseFrom(bytes)),
        Live => GroupCommandMapping.ToDomain(Remoting.Live.Parser.ParseFrom(bytes)),
        Wake => new GroupCommands.Wake(new GroupId(Remoting.GroupJob.Parser.ParseFrom(bytes).GroupId)),
        Relist => new GroupCommands.Relist(new GroupId(Remoting.GroupJob.Parser.ParseFrom(bytes).GroupId)),
        CleanUp => GroupCommandMapping.ToDomain(Remoting.CleanUp.Parser.ParseFrom(bytes)),
        _ => RequestFromSchema(Remoting.GroupRequest.Parser.ParseFrom(bytes), manifest),
    };

    private string ManifestOfRequest(object o) => o switch
    {
        GroupCommands.CreateGroup => Create,
        GroupCommands.RenameGroup => Rename,
        GroupCommands.AddMembers => Add,
        GroupCommands.RemoveMember => Remove,
        GroupCommands.SetRole => Role,
        GroupCommands.MuteMember => Mute,
        GroupCommands.UnmuteMember => Unmute,
        GroupCommands.GetGroup => Get,
        GroupCommands.GetReceipts => Receipts,
        GroupCommands.CreateInvite => CreateInvite,
        GroupCommands.RevokeInvite => RevokeInvite,
        GroupCommands.ListInvites => ListInvites,
        GroupCommands.JoinByInvite => Join,
        GroupCommands.LookAtInvite => LookAt,
        _ => throw NoManifest(o),
    };

    private object RequestFromSchema(Remoting.GroupRequest m, string manifest) => manifest switch
    {
        Create => GroupRequestMapping.ToCreate(m),
        Rename => GroupRequestMapping.ToRename(m),
        Add => GroupRequestMapping.ToAdd(m),
        Remove => GroupRequestMapping.ToRemove(m),
        Role => GroupRequestMapping.ToSetRole(m),
        Mute => GroupRequestMapping.ToMute(m),
        Unmute => GroupRequestMapping.ToUnmute(m),
        Get => GroupRequestMapping.ToGet(m),
        Receipts => GroupRequestMapping.ToReceipts(m),
        CreateInvite => GroupRequestMapping.ToCreateInvite(m),
        RevokeInvite => GroupRequestMapping.ToRevokeInvite(m),
        ListInvites => GroupRequestMapping.ToListInvites(m),
        Join => GroupRequestMapping.ToJoin(m),
        LookAt => GroupRequestMapping.ToLookAt(m),
        _ => throw NotKnown(manifest),
    };
}
