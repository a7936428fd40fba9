using Chat.Actors.Entities;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Groups.Listing;
using Chat.Actors.Groups.Rates;
using Chat.Domain.Groups;

namespace Chat.Actors.Groups;

/// <summary>What every group entity of a node shares.</summary>
public sealed record GroupDependencies(GroupLimits Limits, EntityDependencies Shared, FanoutQueue Fanout, IGroupListingWriter Listing)
{
    public GroupRates Rates { get; init; } = new(Shared.Time);
}
