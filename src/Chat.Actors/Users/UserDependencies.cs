using Chat.Actors.Addressing;
using Chat.Actors.Entities;
using Chat.Domain.Users;

namespace Chat.Actors.Users;

/// <summary>What every user entity of a node shares.</summary>
public sealed record UserDependencies(UserLimits Limits, EntityDependencies Shared)
{
    public AttachmentsElsewhere Elsewhere { get; init; } = new(new NodeDirectory());
}
