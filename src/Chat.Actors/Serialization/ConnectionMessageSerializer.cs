using Akka.Actor;
using Chat.Actors.Addressing;
using Chat.Domain.Connections;
using Google.Protobuf;
using OfAdmin = Chat.Protocol.Schema.Admin;
using OfGroups = Chat.Protocol.Schema.Remoting.Groups;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>
/// What entities tell connections, between nodes (Schema/remoting.proto; of groups, Schema/group_remoting.proto), and the envelope in
/// which it goes there. A node that does not know a manifest drops the message, as if it had been lost: the inbox is the truth.
/// </summary>
public sealed class ConnectionMessageSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1003;

    private const string
        Envelope = "ev", Accepted = "sa", Refused = "sr", Resend = "rf", Attached = "at", NotAttached = "ar", Contested = "ac", Lost = "al",
        Devices = "dc", CaughtUp = "cu", Close = "cl", Push = "pm", Echo = "pe", Delivered = "pd", Read = "pr", ReadEcho = "px",
        Gap = "pg", Presence = "pc", Typing = "tc", Done = "dn", Failed = "fa", DeviceList = "dl", CleanedUp = "cd",
        GroupEntry = "ge", GroupGap = "gg", GroupReceipt = "gr", GroupChanged = "gc", GroupInfo = "gi", GroupReceiptList = "gl",
        InviteCreated = "ic", InviteList = "il", InviteSeen = "is", HistoryState = "hs", GroupStretches = "gs",
        ConversationEcho = "pv", ConversationIs = "ci", ConversationList = "cv", GroupLatest = "gt", UserInspected = "ui", GroupInspected = "gn";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        ConnectionEnvelope => Envelope,
        ConnectionMessages.SendAccepted => Accepted,
        ConnectionMessages.PushMessage => Push,
        ConnectionMessages.PushGroupEntry => GroupEntry,
        ConnectionMessages.PushDelivered => Delivered,
        ConnectionMessages.PushRead => Read,
        ConnectionMessages.PushEcho => Echo,
        ConnectionMessages.PushReadEcho => ReadEcho,
        ConnectionMessages.PushConversationEcho => ConversationEcho,
        ConnectionMessages.PushGap => Gap,
        ConnectionMessages.SendRefused => Refused,
        ConnectionMessages.ResendFrom => Resend,
        ConnectionMessages.Attached => Attached,
        ConnectionMessages.AttachRefused => NotAttached,
        ConnectionMessages.AttachContested => Contested,
        ConnectionMessages.AttachmentLost => Lost,
        ConnectionMessages.DevicesChanged => Devices,
        ConnectionMessages.CaughtUp => CaughtUp,
        ConnectionMessages.Close => Close,
        ConnectionMessages.PresenceChanged => Presence,
        ConnectionMessages.TypingChanged => Typing,
        ConnectionMessages.Done => Done,
        ConnectionMessages.Failed => Failed,
        ConnectionMessages.DeviceList => DeviceList,
        ConnectionMessages.ConversationIs => ConversationIs,
        ConnectionMessages.ConversationList => ConversationList,
        ConnectionMessages.CleanedUp => CleanedUp,
        ConnectionMessages.UserInspected => UserInspected,
        ConnectionMessages.GroupInspected => GroupInspected,
        ConnectionMessages.PushGroupReceipt => GroupReceipt,
        ConnectionMessages.PushGroupGap => GroupGap,
        ConnectionMessages.GroupChanged => GroupChanged,
        ConnectionMessages.GroupInfo => GroupInfo,
        ConnectionMessages.GroupLatest => GroupLatest,
        ConnectionMessages.GroupReceiptList => GroupReceiptList,
        ConnectionMessages.InviteCreated => InviteCreated,
        ConnectionMessages.InviteList => InviteList,
        ConnectionMessages.InviteSeen => InviteSeen,
        ConnectionMessages.HistoryState => HistoryState,
        ConnectionMessages.GroupStretches => GroupStretches,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => record switch
    {
        ConnectionEnvelope m => ToSchema(m),
        ConnectionMessages.SendAccepted m => AnswerMapping.ToSchema(m),
        ConnectionMessages.PushMessage m => PushMapping.ToSchema(m),
        ConnectionMessages.PushGroupEntry m => GroupPushMapping.ToSchema(m),
        ConnectionMessages.PushDelivered m => PushMapping.ToSchema(m),
        ConnectionMessages.PushRead m => PushMapping.ToSchema(m),
        ConnectionMessages.PushEcho m => PushMapping.ToSchema(m),
        ConnectionMessages.PushReadEcho m => PushMapping.ToSchema(m),
        ConnectionMessages.PushConversationEcho m => ConversationMapping.ToSchema(m),
        ConnectionMessages.PushGap m => PushMapping.ToSchema(m),
        ConnectionMessages.SendRefused m => AnswerMapping.ToSchema(m),
        ConnectionMessages.ResendFrom m => AnswerMapping.ToSchema(m),
        ConnectionMessages.Attached m => AttachmentMapping.ToSchema(m),
        ConnectionMessages.AttachRefused m => AttachmentMapping.ToSchema(m),
        ConnectionMessages.AttachContested m => AttachmentMapping.ToSchema(m),
        ConnectionMessages.AttachmentLost m => AttachmentMapping.ToSchema(m),
        ConnectionMessages.DevicesChanged m => AttachmentMapping.ToSchema(m),
        ConnectionMessages.CaughtUp m => AttachmentMapping.ToSchema(m),
        ConnectionMessages.Close m => AttachmentMapping.ToSchema(m),
        ConnectionMessages.PresenceChanged m => PresenceMapping.ToSchema(m),
        ConnectionMessages.TypingChanged m => PresenceMapping.ToSchema(m),
        ConnectionMessages.Done => new Remoting.Done(),
        ConnectionMessages.Failed m => AnswerMapping.ToSchema(m),
        ConnectionMessages.DeviceList m => AnswerMapping.ToSchema(m),
        ConnectionMessages.ConversationIs m => ConversationMapping.ToSchema(m),
        ConnectionMessages.ConversationList m => ConversationMapping.ToSchema(m),
        ConnectionMessages.CleanedUp m => AnswerMapping.ToSchema(m),
        ConnectionMessages.PushGroupReceipt m => GroupPushMapping.ToSchema(m),
        ConnectionMessages.PushGroupGap m => GroupPushMapping.ToSchema(m),
        ConnectionMessages.GroupChanged m => GroupViewMapping.ToSchema(m),
        ConnectionMessages.GroupInfo m => GroupViewMapping.ToSchema(m),
        ConnectionMessages.GroupLatest m => GroupViewMapping.ToSchema(m),
        ConnectionMessages.GroupReceiptList m => GroupViewMapping.ToSchema(m),
        ConnectionMessages.InviteCreated m => InviteViewMapping.ToSchema(m),
        ConnectionMessages.InviteList m => InviteViewMapping.ToSchema(m),
        ConnectionMessages.InviteSeen m => InviteViewMapping.ToSchema(m),
        ConnectionMessages.HistoryState m => HistoryMapping.ToSchema(m),
        ConnectionMessages.UserInspected m => m.View,
        ConnectionMessages.GroupInspected m => m.View,
        ConnectionMessages.GroupStretches m => HistoryMapping.ToSchema(m),
        _ => throw NoManifest(record),
    };

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Envelope => ToDomain(Remoting.ConnectionEnvelope.Parser.ParseFrom(bytes)),
        Accepted => AnswerMapping.ToDomain(Remoting.SendAccepted.Parser.ParseFrom(bytes)),
        Push => PushMapping.ToDomain(Remoting.PushMessage.Parser.ParseFrom(bytes)),
        GroupEntry => GroupPushMapping.ToDomain(OfGroups.PushGroupEntry.Parser.ParseFrom(bytes)),
        Delivered => PushMapping.ToDelivered(Remoting.PushReceipt.Parser.ParseFrom(bytes)),
        Read => PushMapping.ToRead(Remoting.PushReceipt.Parser.ParseFrom(bytes)),
        Echo => PushMapping.ToDomain(Remoting.PushEcho.Parser.ParseFrom(bytes)),
        ReadEcho => PushMapping.ToDomain(Remoting.PushReadEcho.Parser.ParseFrom(bytes)),
        Gap => PushMapping.ToDomain(Remoting.PushGap.Parser.ParseFrom(bytes)),
        Refused => AnswerMapping.ToDomain(Remoting.SendRefused.Parser.ParseFrom(bytes)),
        Resend => AnswerMapping.ToDomain(Remoting.ResendFrom.Parser.ParseFrom(bytes)),
        Attached => AttachmentMapping.ToDomain(Remoting.Attached.Parser.ParseFrom(bytes)),
        NotAttached => AttachmentMapping.ToDomain(Remoting.AttachRefused.Parser.ParseFrom(bytes)),
        Contested => AttachmentMapping.ToDomain(Remoting.AttachContested.Parser.ParseFrom(bytes)),
        Lost => AttachmentMapping.ToDomain(Remoting.AttachmentLost.Parser.ParseFrom(bytes)),
        Devices => AttachmentMapping.ToDomain(Remoting.DevicesChanged.Parser.ParseFrom(bytes)),
        CaughtUp => AttachmentMapping.ToDomain(Remoting.CaughtUp.Parser.ParseFrom(bytes)),
        Close => AttachmentMapping.ToDomain(Remoting.Close.Parser.ParseFrom(bytes)),
        Presence => PresenceMapping.ToDomain(Remoting.PresenceChanged.Parser.ParseFrom(bytes)),
        Typing => PresenceMapping.ToDomain(Remoting.TypingChanged.Parser.ParseFrom(bytes)),
        Done => ConnectionMessages.Done.Instance,
        Failed => AnswerMapping.ToDomain(Remoting.Failed.Parser.ParseFrom(bytes)),
        ConversationEcho => ConversationMapping.ToDomain(Remoting.PushConversationEcho.Parser.ParseFrom(bytes)),
        ConversationIs => ConversationMapping.ToDomain(Remoting.ConversationIs.Parser.ParseFrom(bytes)),
        ConversationList => ConversationMapping.ToDomain(Remoting.ConversationList.Parser.ParseFrom(bytes)),
        DeviceList => AnswerMapping.ToDomain(Remoting.DeviceList.Parser.ParseFrom(bytes)),
        CleanedUp => AnswerMapping.ToDomain(Remoting.CleanedUp.Parser.ParseFrom(bytes)),
        GroupReceipt => GroupPushMapping.ToDomain(OfGroups.PushGroupReceipt.Parser.ParseFrom(bytes)),
        GroupGap => GroupPushMapping.ToDomain(OfGroups.PushGroupGap.Parser.ParseFrom(bytes)),
        GroupChanged => GroupViewMapping.ToDomain(OfGroups.GroupChanged.Parser.ParseFrom(bytes)),
        GroupInfo => GroupViewMapping.ToDomain(OfGroups.GroupInfo.Parser.ParseFrom(bytes)),
        GroupLatest => GroupViewMapping.ToDomain(OfGroups.GroupLatest.Parser.ParseFrom(bytes)),
        GroupReceiptList => GroupViewMapping.ToDomain(OfGroups.GroupReceiptList.Parser.ParseFrom(bytes)),
        InviteCreated => InviteViewMapping.ToDomain(OfGroups.InviteCreated.Parser.ParseFrom(bytes)),
        InviteList => InviteViewMapping.ToDomain(OfGroups.InviteList.Parser.ParseFrom(bytes)),
        InviteSeen => InviteViewMapping.ToDomain(OfGroups.InviteSeen.Parser.ParseFrom(bytes)),
        UserInspected => new ConnectionMessages.UserInspected(OfAdmin.UserView.Parser.ParseFrom(bytes)),
        GroupInspected => new ConnectionMessages.GroupInspected(OfAdmin.GroupView.Parser.ParseFrom(bytes)),
        HistoryState => HistoryMapping.ToDomain(Remoting.HistoryState.Parser.ParseFrom(bytes)),
        GroupStretches => HistoryMapping.ToDomain(OfGroups.GroupStretches.Parser.ParseFrom(bytes)),
        _ => throw NotKnown(manifest),
    };

    private Remoting.ConnectionEnvelope ToSchema(ConnectionEnvelope envelope) => new()
    {
        Connection = envelope.Connection.ToSchema(),
        Manifest = Manifest(envelope.Message),
        Message = UnsafeByteOperations.UnsafeWrap(ToBinary(envelope.Message)),
    };

    private ConnectionEnvelope ToDomain(Remoting.ConnectionEnvelope m) =>
        m.Manifest != Envelope && FromSchema(m.Message.Span, m.Manifest) is ConnectionMessage message
            ? new ConnectionEnvelope(m.Connection.ToDomain(), message)
            : throw NotKnown(m.Manifest); // an envelope within an envelope would recurse as deep as its sender likes
}
