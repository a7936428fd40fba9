using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>What the table of groups and members says of a group; a read model that the entity can write anew at any time.</summary>
/// <param name="Revision">An older one never replaces a newer.</param>
public sealed record GroupListing(GroupId Group, long Number, long Revision, string Name, long CreatedAt, IReadOnlyList<ListedMember> Members);

/// <param name="JoinedAt">Unix milliseconds.</param>
public readonly record struct ListedMember(UserId Member, GroupRole Role, long JoinedAt);
