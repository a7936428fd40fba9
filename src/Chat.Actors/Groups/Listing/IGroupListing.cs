using Chat.Protocol.Ids;

namespace Chat.Actors.Groups.Listing;

/// <summary>
/// Which groups a user is in, so that he can be told without asking every group. The groups' entities are the truth: they write here
/// what has changed, in any order and as often as they like, since only a higher revision counts.
/// </summary>
public interface IGroupListing
{
    /// <summary>Durable when it completes; one transaction per database that the users are in.</summary>
    Task UpsertManyAsync(IReadOnlyCollection<GroupListingRow> rows, CancellationToken cancellation);

    /// <summary>Forgets members who have left, once no older write can be under way any more. Leaves rows of a higher revision alone.</summary>
    Task RemoveManyAsync(IReadOnlyCollection<(UserId User, GroupId Group, long Revision)> members, CancellationToken cancellation);

    /// <summary>The groups that the user is in, in order of their ids.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    Task<IReadOnlyList<GroupListingRow>> ListOfAsync(UserId user, GroupId? after, int limit, CancellationToken cancellation);
}
