using Chat.Domain.Groups;
using Chat.Protocol.Ids;

namespace Chat.Actors.Groups.Listing;

/// <summary>A group as the listing of one of its members says it.</summary>
/// <param name="JoinedAt">Unix milliseconds.</param>
/// <param name="Revision">Of the group when this was so.</param>
public sealed record GroupListingRow(GroupId Group, string Name, GroupRole Role, long JoinedAt, long Revision);
