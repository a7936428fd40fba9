using Chat.Actors.Addressing;
using Chat.Actors.Debts;
using Chat.Actors.Idempotency;
using Chat.Actors.Persistence;
using Chat.Domain.Users;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Users;

/// <summary>What every user entity of a node shares.</summary>
/// <param name="Random">Spreads retries, and makes incarnations; thread-safe.</param>
public sealed record UserDependencies(
    UserLimits Limits, IEntities Entities, IConnections Connections, IEntityNumbers Numbers, IUserRows Rows, IDueDebts Debts,
    ISpilledSends SpilledSends, IJournals Journals, TimeProvider Time, Random Random, ILogger Logger)
{
    internal RecoveryQuarantine Quarantine { get; } = new(Time);
}
