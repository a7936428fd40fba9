using Chat.Domain.Groups;
using Chat.Protocol.Ids;

namespace Chat.Domain.Connections;

/// <summary>Groups: frames from the entity of the connection's user, answers from the group itself.</summary>
public static partial class ConnectionMessages
{
    // Durable frames, in order of position within each group, in one chain with those of the inbox.

    /// <summary>A message or a change. The entry is shared by all who are pushed it.</summary>
    public sealed record PushGroupEntry(GroupId Group, GroupEntry Entry) : PushedFrame(Entry.Position);

    /// <summary>Entries up to and including the position have expired before this device had them.</summary>
    public sealed record PushGroupGap(GroupId Group, long Position, string Reason) : PushedFrame(Position);

    // Not durable.

    /// <summary>How many have received and read a message of this user.</summary>
    public sealed record PushGroupReceipt(
        GroupId Group, MessageId MessageId, int DeliveredCount, int ReadCount, int MemberCount, long Timestamp) : ConnectionMessage;

    // Answers to REST; or Failed, with the codes of the protocol.

    /// <param name="Revision">Of the group, after the change; also where there was nothing to change.</param>
    public sealed record GroupChanged(GroupId Group, long Revision) : ConnectionMessage;

    public sealed record GroupInfo(
        GroupId Group, long Revision, string Name, long CreatedAt, IReadOnlyList<GroupMemberInfo> Members) : ConnectionMessage;

    /// <param name="Unread">Messages of others that the asker has not read.</param>
    /// <param name="Newest">The newest message that he may see; null where it is not in memory.</param>
    public sealed record GroupLatest(GroupId Group, string Name, int Unread, GroupMessage? Newest) : ConnectionMessage;

    public sealed record GroupReceiptList(GroupId Group, MessageId MessageId, IReadOnlyList<MemberReceipt> Receipts) : ConnectionMessage;

    public sealed record InviteCreated(GroupId Group, InviteInfo Invite) : ConnectionMessage;

    public sealed record InviteList(GroupId Group, IReadOnlyList<InviteInfo> Invites) : ConnectionMessage;
}

/// <summary>Times are Unix milliseconds.</summary>
/// <param name="Muted">May not write; until <paramref name="MutedUntil"/>, or until it is undone.</param>
public sealed record GroupMemberInfo(UserId Member, GroupRole Role, long JoinedAt, bool Muted, long? MutedUntil);

public sealed record MemberReceipt(UserId Member, bool Delivered, bool Read);

/// <param name="Invite">Names it; the secret is known only to those who were given it.</param>
public sealed record InviteInfo(string Invite, UserId By, long CreatedAt, long? ExpiresAt, int? MaxUses, int Uses);
