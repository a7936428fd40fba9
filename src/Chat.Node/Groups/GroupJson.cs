using System.Text.Json.Serialization;
using Chat.Actors.Databases.Tables;
using Chat.Actors.Groups.Listing;
using Chat.Domain.Connections;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <param name="ClientRequestId">Of the client's own: the same one makes the same group, however often it is sent.</param>
internal sealed record CreateGroupRequest(string? Name, IReadOnlyList<string?>? MemberIds, string? ClientRequestId);

internal sealed record GroupRenaming(string? Name);

/// <summary>What is absent stays as it is; of somebody who is no member, he is added.</summary>
/// <param name="MutedUntil">Unix milliseconds; absent: until it is undone.</param>
internal sealed record MemberChange(string? Role, bool? Muted, long? MutedUntil);

/// <param name="ExpiresIn">Seconds; absent: the longest that is allowed.</param>
internal sealed record InviteRequest(long? ExpiresIn, int? MaxUses);

/// <param name="Role">Of the one who asks.</param>
/// <param name="Muted">Whether he may not write.</param>
internal sealed record GroupAnswer(string GroupId, string Name, long Revision, int MemberCount, string Role, bool Muted, long CreatedAt)
{
    public static GroupAnswer Of(ConnectionMessages.GroupInfo group, UserId asker)
    {
        var own = group.Members.First(member => member.Member == asker);
        return new GroupAnswer(group.Group.Value, group.Name, group.Revision, group.Members.Count, own.Role.ToWire(), own.Muted, group.CreatedAt);
    }
}

internal sealed record GroupsAnswer(IReadOnlyList<ListedGroup> Groups, string? NextCursor);

/// <param name="Revision">Of the group when what is said here last changed; the group itself may have gone on.</param>
internal sealed record ListedGroup(string GroupId, string Name, string Role, long JoinedAt, long Revision)
{
    public static ListedGroup Of(GroupListingRow row) => new(row.Group.Value, row.Name, row.Role.ToWire(), row.JoinedAt, row.Revision);
}

internal sealed record MembersAnswer(string GroupId, long Revision, IReadOnlyList<MemberAnswer> Members);

/// <param name="Name">The handle; null for a user whose account is elsewhere.</param>
internal sealed record MemberAnswer(string UserId, string? Name, string DisplayName, string Role, bool Muted, long? MutedUntil, long JoinedAt)
{
    public static MemberAnswer Of(GroupMemberInfo member, ProfileRow? profile) => new(
        member.Member.Value, profile?.Handle, profile?.DisplayName ?? profile?.Handle ?? member.Member.Value, member.Role.ToWire(), member.Muted,
        member.MutedUntil, member.JoinedAt);
}

internal sealed record ReceiptsAnswer(
    string GroupId, string MessageId, int MemberCount, int DeliveredCount, int ReadCount, IReadOnlyList<ReceiptAnswer> Receipts)
{
    /// <summary>Who has read has received, whatever came first.</summary>
    public static ReceiptsAnswer Of(GroupId group, MessageId message, IReadOnlyList<MemberReceipt> members) => new(
        group.Value, message.ToString(), members.Count, members.Count(member => member.Delivered || member.Read), members.Count(member => member.Read),
        [.. members.Select(member => new ReceiptAnswer(member.Member.Value, member.Delivered || member.Read, member.Read))]);
}

internal sealed record ReceiptAnswer(string UserId, bool Delivered, bool Read);

internal sealed record InvitesAnswer(IReadOnlyList<InviteAnswer> Invites);

/// <param name="Invite">Names it, to withdraw it.</param>
/// <param name="Url">What is handed on; told only to whoever makes it.</param>
internal sealed record InviteAnswer(
    string Invite, string? Url, string CreatedBy, long CreatedAt, long? ExpiresAt, int? MaxUses, int Uses)
{
    public static InviteAnswer Of(InviteInfo invite, string? url) =>
        new(invite.Invite, url, invite.By.Value, invite.CreatedAt, invite.ExpiresAt, invite.MaxUses, invite.Uses);
}

/// <summary>What somebody with a link sees before he joins.</summary>
internal sealed record InvitationAnswer(string GroupId, string Name, int MemberCount, bool IsMember);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateGroupRequest))]
[JsonSerializable(typeof(GroupRenaming))]
[JsonSerializable(typeof(MemberChange))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(GroupAnswer))]
[JsonSerializable(typeof(GroupsAnswer))]
[JsonSerializable(typeof(MembersAnswer))]
[JsonSerializable(typeof(ReceiptsAnswer))]
[JsonSerializable(typeof(InvitesAnswer))]
[JsonSerializable(typeof(InviteAnswer))]
[JsonSerializable(typeof(InvitationAnswer))]
internal sealed partial class GroupJson : JsonSerializerContext;
