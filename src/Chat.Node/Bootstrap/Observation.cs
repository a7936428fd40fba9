using System.Collections.Immutable;
using Akka.Actor;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Bootstrap;

/// <summary>What a contact point has answered.</summary>
/// <param name="Node">The node behind it.</param>
/// <param name="Seeds">Members of its cluster; empty: it is in none.</param>
internal sealed record Observation(ResolvedTarget ContactPoint, Address Node, ImmutableHashSet<Address> Seeds);

/// <summary>Everything that a decision rests on.</summary>
/// <param name="Self">This node.</param>
/// <param name="ContactPoints">As discovery has told them last.</param>
/// <param name="UnchangedFor">How long it has told the same.</param>
/// <param name="Observations">Of contact points that have answered lately.</param>
internal sealed record Sight(
    Address Self, ImmutableHashSet<ResolvedTarget> ContactPoints, TimeSpan UnchangedFor, IReadOnlyCollection<Observation> Observations);
