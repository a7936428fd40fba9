using Chat.Domain.Groups;
using Chat.Protocol.Ids;

namespace Chat.Actors.Groups.Listing;

/// <summary>
/// Which groups a user is in, so that he can be told without asking every group. The groups' entities are the truth: they write here
/// what they are now, in any order and as often as they like, since only a higher revision counts.
/// </summary>
public interface IGroupListing
{
    /// <summary>
    /// Each group's members are from now on those that it names, and no others. Durable when it completes; one transaction per database.
    /// </summary>
    Task WriteAsync(IReadOnlyCollection<GroupListing> groups, CancellationToken cancellation);

    /// <summary>The groups that the user is in, in order of their ids.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    Task<IReadOnlyList<GroupListingRow>> ListOfAsync(UserId user, GroupId? after, int limit, CancellationToken cancellation);
}
