using Chat.Actors.Entities;
using Chat.Domain.Users;

namespace Chat.Actors.Users;

/// <summary>What every user entity of a node shares.</summary>
public sealed record UserDependencies(UserLimits Limits, EntityDependencies Shared);
