using Chat.Actors.Addressing;
using Chat.Actors.Debts;
using Chat.Actors.History;
using Chat.Actors.Idempotency;
using Chat.Actors.Persistence;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Entities;

/// <summary>What every entity of a node shares, of whatever kind.</summary>
/// <param name="Node">The incarnation of this node, as connections are addressed by it.</param>
/// <param name="Random">Spreads retries, and makes incarnations; thread-safe.</param>
public sealed record EntityDependencies(
    long Node, IEntities Entities, IConnections Connections, IEntityNumbers Numbers, IEntityRows Rows, IDueDebts Debts,
    ISpilledSends SpilledSends, IHistoryWriter History, IJournals Journals, TimeProvider Time, Random Random, ILogger Logger)
{
    /// <summary>Where entities note their numbers; null where nobody asks for them.</summary>
    public IEntityNames? Names { get; init; }

    /// <summary>Whether entities may start on this node.</summary>
    public ClusterStanding Standing { get; init; } = new();

    /// <summary>Unix milliseconds.</summary>
    internal long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Different at every start of an entity.</summary>
    internal long NewIncarnation() => Random.NextInt64(1, long.MaxValue);

    internal RecoveryQuarantine Quarantine { get; } = new(Time);

    internal EntityLog Log { get; } = new(Logger);
}
