using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

// What the edge needs of a group until the group's own contracts are here.

public abstract record GroupCommand(GroupId GroupId) : IEntityMessage
{
    public EntityAddress Entity => new(EntityKind.Group, GroupId.Value);
}

public static class GroupCommands
{
    public sealed record SendMessage(
        GroupId GroupId, ConnectionAddress Session, long N, long Oldest, UserId Sender, DeviceId SenderDevice,
        ClientMessageId ClientMessageId, MessageBody Body, long Floor) : GroupCommand(GroupId);

    public sealed record Create(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Name, IReadOnlyList<UserId> Members) : GroupCommand(GroupId);

    public sealed record GetDetails(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor) : GroupCommand(GroupId);

    public sealed record Rename(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Name) : GroupCommand(GroupId);

    public sealed record AddMembers(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, IReadOnlyList<UserId> Users) : GroupCommand(GroupId);

    public sealed record RemoveMember(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, UserId User) : GroupCommand(GroupId);

    public sealed record Leave(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor) : GroupCommand(GroupId);

    public sealed record SetRole(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, UserId User, GroupRole Role) : GroupCommand(GroupId);

    public sealed record SetMuted(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, UserId User, bool Muted) : GroupCommand(GroupId);

    public sealed record GetReceipts(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, MessageId MessageId) : GroupCommand(GroupId);

    public sealed record CreateInvite(
        GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Invite, string SecretHash, long ExpiresAt, int? MaxUses) : GroupCommand(GroupId);

    public sealed record GetInvites(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor) : GroupCommand(GroupId);

    public sealed record RevokeInvite(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Invite) : GroupCommand(GroupId);

    public sealed record GetInvitation(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Invite, string SecretHash) : GroupCommand(GroupId);

    public sealed record Join(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Invite, string SecretHash) : GroupCommand(GroupId);

    public sealed record Relist(GroupId GroupId) : GroupCommand(GroupId);
}

public sealed record GroupMemberInfo(UserId UserId, GroupRole Role, bool Muted, long JoinedAt);

public sealed record GroupInviteInfo(string Invite, UserId CreatedBy, long CreatedAt, long ExpiresAt, int? MaxUses, int Uses);

public static class GroupAnswers
{
    public sealed record Details(GroupId GroupId, string Name, long Revision, long CreatedAt, IReadOnlyList<GroupMemberInfo> Members) : ConnectionMessage;

    public sealed record Receipts(IReadOnlyList<GroupReceiptInfo> Members) : ConnectionMessage;

    public sealed record Invites(IReadOnlyList<GroupInviteInfo> All) : ConnectionMessage;

    public sealed record Invitation(string Name, int MemberCount, bool IsMember) : ConnectionMessage;
}

public static class GroupPushes
{
    public sealed record SendAccepted(GroupId Group, long N, ClientMessageId ClientMessageId, MessageId MessageId, long Timestamp) : ConnectionMessage;

    public sealed record SendRefused(
        GroupId Group, long N, ClientMessageId ClientMessageId, ErrorCode Code, string Detail, string? Field, long? RetryAfterMs) : ConnectionMessage;

    public sealed record ResendFrom(GroupId Group, long N) : ConnectionMessage;

    /// <param name="Previous">Position of the entry of the group that was pushed before it in this attachment; null for the first.</param>
    public abstract record Entry(GroupId Group, long Position, long? Previous, MessageId MessageId, long Timestamp) : ConnectionMessage;

    public sealed record Message(
        GroupId Group, long Position, long? Previous, MessageId MessageId, UserId Sender, MessageBody Body, long Timestamp)
        : Entry(Group, Position, Previous, MessageId, Timestamp);

    public sealed record Change(
        GroupId Group, long Position, long? Previous, MessageId MessageId, long Revision, GroupEventKind Kind, UserId Actor,
        IReadOnlyList<UserId> Users, GroupRole? Role, string? Name, long Timestamp) : Entry(Group, Position, Previous, MessageId, Timestamp);

    public sealed record Gap(GroupId Group, string Reason, MessageId? ResumeAfter) : ConnectionMessage;

    public sealed record Receipt(GroupId Group, MessageId MessageId, int Delivered, int Read, int Members, long Timestamp) : ConnectionMessage;
}

public sealed record GroupReceiptInfo(UserId UserId, bool Delivered, bool Read);
