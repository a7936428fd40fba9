using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Actors.Groups.Listing;

/// <summary>What the listing says about one member of one group.</summary>
/// <param name="JoinedAt">Unix milliseconds of when his present, or last, time in the group began.</param>
/// <param name="LeftAt">When that ended; null while he is a member.</param>
/// <param name="Revision">Of the group when this was so: a row of a lower one never replaces one of a higher.</param>
public sealed record GroupListingRow(
    UserId User, GroupId Group, string Name, GroupRole Role, long JoinedAt, long? LeftAt, long Revision);
