namespace Chat.Actors.Groups.Listing;

/// <summary>What a group owes the listing after a change of its own (R5).</summary>
/// <param name="Rows">The members whose rows have changed with it; all of them after a change of name.</param>
/// <param name="Written">Called once, from any thread, when all of it is durable: must neither block nor throw. An entity tells itself.</param>
public sealed record GroupListingChange(IReadOnlyList<GroupListingRow> Rows, Action Written);
