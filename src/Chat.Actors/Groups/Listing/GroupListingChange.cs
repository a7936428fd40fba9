using Chat.Domain.Groups;

namespace Chat.Actors.Groups.Listing;

/// <summary>What a group owes the listing after a change of its own (R5).</summary>
/// <param name="Written">Called once, from any thread, when it is durable: must neither block nor throw. An entity tells itself.</param>
public sealed record GroupListingChange(GroupListing Listing, Action Written);
