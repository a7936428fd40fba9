using Akka.Actor;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Remoting;
using Google.Protobuf;
using OfAdmin = Chat.Protocol.Schema.Admin;
using OfGroups = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>
/// The commands to users' entities between nodes (Schema/remoting.proto; of groups, Schema/group_remoting.proto). A node that
/// does not know a manifest drops the command, as if it had been lost: commands are repeated by who needs them done.
/// </summary>
public sealed class UserMessageSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1002;

    private const string
        Send = "sm", Typing = "nt", Attach = "ad", Renew = "ra", Detach = "dd", Acknowledge = "ak", Shown = "cs", Read = "mr",
        Subscribe = "sp", Unsubscribe = "up", Receipt = "rr", ReceiptConfirmed = "cr", Echo = "re", EchoConfirmed = "ce",
        Revoke = "rt", Remove = "rd", Devices = "gd", Wake = "wk", CleanUp = "cl", GroupFanout = "gf", GroupEntries = "ge", GroupGap = "gg",
        GroupCleared = "gc", GroupMore = "gm", GroupLiveOk = "gl", GroupForgotten = "gx", GroupProgress = "gp", GroupReceipts = "gr", Rename = "rn",
        SetConversation = "sc", Conversations = "gv", SetHistory = "sh", GetHistory = "gh", Inspect = "in", Kick = "kk";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        UserCommands.SendMessage => Send,
        UserCommands.AcknowledgeDelivery => Acknowledge,
        UserCommands.GroupFanout => GroupFanout,
        UserCommands.GroupEntries => GroupEntries,
        UserCommands.GroupProgressRecorded => GroupProgress,
        UserCommands.GroupReceipts => GroupReceipts,
        UserCommands.GroupGap => GroupGap,
        UserCommands.GroupCleared => GroupCleared,
        UserCommands.GroupMore => GroupMore,
        UserCommands.GroupLiveOk => GroupLiveOk,
        UserCommands.GroupForgotten => GroupForgotten,
        UserCommands.RenewAttachment => Renew,
        UserCommands.MarkRead => Read,
        UserCommands.RecordReceipt => Receipt,
        UserCommands.ConfirmReceipt => ReceiptConfirmed,
        UserCommands.NotifyTyping => Typing,
        UserCommands.AttachDevice => Attach,
        UserCommands.DetachDevice => Detach,
        UserCommands.ConfirmShown => Shown,
        UserCommands.SubscribePresence => Subscribe,
        UserCommands.UnsubscribePresence => Unsubscribe,
        UserCommands.RecordEcho => Echo,
        UserCommands.ConfirmEcho => EchoConfirmed,
        UserCommands.RevokeTokens => Revoke,
        UserCommands.RemoveDevice => Remove,
        UserCommands.GetDevices => Devices,
        UserCommands.RenameDevice => Rename,
        UserCommands.SetConversation => SetConversation,
        UserCommands.GetConversations => Conversations,
        UserCommands.SetHistory => SetHistory,
        UserCommands.GetHistory => GetHistory,
        UserCommands.Wake => Wake,
        UserCommands.CleanUp => CleanUp,
        UserCommands.Inspect => Inspect,
        UserCommands.Kick => Kick,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        UserCommands.SendMessage c => SendCommandMapping.ToSchema(c),
        UserCommands.AcknowledgeDelivery c => DeviceCommandMapping.ToSchema(c),
        UserCommands.GroupFanout c => GroupFanoutMapping.ToSchema(c),
        UserCommands.GroupEntries c => GroupFanoutMapping.ToSchema(c),
        UserCommands.GroupProgressRecorded c => GroupAnswerMapping.ToSchema(c),
        UserCommands.GroupReceipts c => GroupAnswerMapping.ToSchema(c),
        UserCommands.GroupGap c => GroupAnswerMapping.ToSchema(c),
        UserCommands.GroupCleared c => GroupAnswerMapping.ToSchema(c),
        UserCommands.GroupMore c => GroupAnswerMapping.ToSchema(c),
        UserCommands.GroupLiveOk c => GroupAnswerMapping.ToSchema(c),
        UserCommands.GroupForgotten c => GroupAnswerMapping.ToSchema(c),
        UserCommands.RenewAttachment c => DeviceCommandMapping.ToSchema(c),
        UserCommands.MarkRead c => DeviceCommandMapping.ToSchema(c),
        UserCommands.RecordReceipt c => PeerCommandMapping.ToSchema(c),
        UserCommands.ConfirmReceipt c => PeerCommandMapping.ToSchema(c),
        UserCommands.NotifyTyping c => SendCommandMapping.ToSchema(c),
        UserCommands.AttachDevice c => DeviceCommandMapping.ToSchema(c),
        UserCommands.DetachDevice c => DeviceCommandMapping.ToSchema(c),
        UserCommands.ConfirmShown c => DeviceCommandMapping.ToSchema(c),
        UserCommands.SubscribePresence c => PresenceCommandMapping.ToSchema(c),
        UserCommands.UnsubscribePresence c => PresenceCommandMapping.ToSchema(c),
        UserCommands.RecordEcho c => PeerCommandMapping.ToSchema(c),
        UserCommands.ConfirmEcho c => PeerCommandMapping.ToSchema(c),
        UserCommands.RevokeTokens c => AccountCommandMapping.ToSchema(c),
        UserCommands.RemoveDevice c => AccountCommandMapping.ToSchema(c),
        UserCommands.GetDevices c => AccountCommandMapping.ToSchema(c),
        UserCommands.RenameDevice c => AccountCommandMapping.ToSchema(c),
        UserCommands.SetConversation c => ConversationMapping.ToSchema(c),
        UserCommands.GetConversations c => ConversationMapping.ToSchema(c),
        UserCommands.SetHistory c => HistoryMapping.ToSchema(c),
        UserCommands.GetHistory c => HistoryMapping.ToSchema(c),
        UserCommands.CleanUp c => AccountCommandMapping.ToSchema(c),
        UserCommands.Inspect c => InspectionMapping.ToSchema(c),
        UserCommands.Kick c => InspectionMapping.ToSchema(c),
        UserCommands.Wake c => new Chat.Protocol.Schema.Remoting.Wake { UserId = c.UserId.Value },
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Send => SendCommandMapping.ToDomain(SendMessage.Parser.ParseFrom(bytes)),
        Acknowledge => DeviceCommandMapping.ToDomain(AcknowledgeDelivery.Parser.ParseFrom(bytes)),
        GroupFanout => GroupFanoutMapping.ToDomain(OfGroups.GroupFanout.Parser.ParseFrom(bytes)),
        GroupEntries => GroupFanoutMapping.ToDomain(OfGroups.GroupEntries.Parser.ParseFrom(bytes)),
        GroupProgress => GroupAnswerMapping.ToDomain(OfGroups.GroupProgressRecorded.Parser.ParseFrom(bytes)),
        GroupReceipts => GroupAnswerMapping.ToDomain(OfGroups.GroupReceipts.Parser.ParseFrom(bytes)),
        GroupGap => GroupAnswerMapping.ToDomain(OfGroups.GroupGap.Parser.ParseFrom(bytes)),
        GroupCleared => GroupAnswerMapping.ToCleared(OfGroups.GroupRound.Parser.ParseFrom(bytes)),
        GroupMore => GroupAnswerMapping.ToMore(OfGroups.GroupRound.Parser.ParseFrom(bytes)),
        GroupLiveOk => GroupAnswerMapping.ToLiveOk(OfGroups.GroupRound.Parser.ParseFrom(bytes)),
        GroupForgotten => GroupAnswerMapping.ToForgotten(OfGroups.GroupRound.Parser.ParseFrom(bytes)),
        Renew => DeviceCommandMapping.ToDomain(RenewAttachment.Parser.ParseFrom(bytes)),
        Read => DeviceCommandMapping.ToDomain(MarkRead.Parser.ParseFrom(bytes)),
        Receipt => PeerCommandMapping.ToDomain(RecordReceipt.Parser.ParseFrom(bytes)),
        ReceiptConfirmed => PeerCommandMapping.ToDomain(ConfirmReceipt.Parser.ParseFrom(bytes)),
        Typing => SendCommandMapping.ToDomain(NotifyTyping.Parser.ParseFrom(bytes)),
        Attach => DeviceCommandMapping.ToDomain(AttachDevice.Parser.ParseFrom(bytes)),
        Detach => DeviceCommandMapping.ToDomain(DetachDevice.Parser.ParseFrom(bytes)),
        Shown => DeviceCommandMapping.ToDomain(ConfirmShown.Parser.ParseFrom(bytes)),
        Subscribe => PresenceCommandMapping.ToDomain(SubscribePresence.Parser.ParseFrom(bytes)),
        Unsubscribe => PresenceCommandMapping.ToDomain(UnsubscribePresence.Parser.ParseFrom(bytes)),
        Echo => PeerCommandMapping.ToDomain(RecordEcho.Parser.ParseFrom(bytes)),
        EchoConfirmed => PeerCommandMapping.ToDomain(ConfirmEcho.Parser.ParseFrom(bytes)),
        Revoke => AccountCommandMapping.ToDomain(RevokeTokens.Parser.ParseFrom(bytes)),
        Remove => AccountCommandMapping.ToDomain(RemoveDevice.Parser.ParseFrom(bytes)),
        Devices => AccountCommandMapping.ToDomain(GetDevices.Parser.ParseFrom(bytes)),
        Rename => AccountCommandMapping.ToDomain(RenameDevice.Parser.ParseFrom(bytes)),
        SetConversation => ConversationMapping.ToDomain(Chat.Protocol.Schema.Remoting.SetConversation.Parser.ParseFrom(bytes)),
        Conversations => ConversationMapping.ToDomain(GetConversations.Parser.ParseFrom(bytes)),
        SetHistory => HistoryMapping.ToDomain(Chat.Protocol.Schema.Remoting.SetHistory.Parser.ParseFrom(bytes)),
        GetHistory => HistoryMapping.ToDomain(Chat.Protocol.Schema.Remoting.GetHistory.Parser.ParseFrom(bytes)),
        CleanUp => AccountCommandMapping.ToDomain(Chat.Protocol.Schema.Remoting.CleanUp.Parser.ParseFrom(bytes)),
        Inspect => InspectionMapping.ToUser(OfAdmin.Inspect.Parser.ParseFrom(bytes)),
        Kick => InspectionMapping.ToDomain(OfAdmin.Kick.Parser.ParseFrom(bytes)),
        Wake => new UserCommands.Wake(new UserId(Chat.Protocol.Schema.Remoting.Wake.Parser.ParseFrom(bytes).UserId)),
        _ => throw NotKnown(manifest),
    };
}
