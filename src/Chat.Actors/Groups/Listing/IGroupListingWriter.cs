namespace Chat.Actors.Groups.Listing;

/// <summary>Where groups leave what the listing has to learn. Nothing is promised until <see cref="GroupListingChange.Written"/> is called.</summary>
public interface IGroupListingWriter
{
    /// <summary>False where too much is waiting already: the group keeps its debt and offers it again later.</summary>
    bool TryWrite(GroupListingChange change);
}
