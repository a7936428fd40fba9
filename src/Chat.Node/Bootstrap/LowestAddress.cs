using System.Collections.Immutable;
using Akka.Actor;

namespace Chat.Node.Bootstrap;

/// <summary>
/// Decides like the official package's <c>LowestAddressJoinDecider</c>: whoever sees a cluster joins it; where nobody does, and all contact
/// points have answered, and discovery has told the same ones for a while, the lowest of them begins a new one and the others wait for it.
/// </summary>
/// <remarks>
/// In two points it is stricter. This node is recognised by the address that it has answered itself, not by parts of a host's name; and
/// contact points that lead to one node count as one, so that no node vouches for itself under two names.
/// </remarks>
internal static class LowestAddress
{
    private const int SeedsAtMost = 5;

    public static JoinDecision Decide(Sight sight, BootstrapSettings settings)
    {
        // A node that has come back at its address may still be listed there: nobody to join.
        var seeds = sight.Observations.SelectMany(observation => observation.Seeds).Where(seed => seed != sight.Self)
            .Distinct().Order(Comparer<Address>.Create(Member)).Take(SeedsAtMost).ToImmutableList();
        if (!seeds.IsEmpty) return new JoinDecision.JoinOthers(seeds);

        var nodes = sight.Observations.Select(observation => observation.Node).Distinct().Count();
        if (nodes < settings.RequiredContactPoints)
            return new JoinDecision.Wait($"{nodes} of the {settings.RequiredContactPoints} required contact points have answered ({sight.ContactPoints.Count} found)");
        if (sight.UnchangedFor < settings.StableMargin)
            return new JoinDecision.Wait($"the contact points have changed within the last {settings.StableMargin.TotalSeconds:0.#} s");
        var silent = sight.ContactPoints.Except(sight.Observations.Select(observation => observation.ContactPoint));
        if (settings.ContactWithAll && !silent.IsEmpty)
            return new JoinDecision.Wait($"no answer from {string.Join(", ", silent.Order(ContactPoints.ByAddress).Select(ContactPoints.Text))}");

        var lowest = sight.Observations.MinBy(observation => observation.ContactPoint, ContactPoints.ByAddress)!;
        if (lowest.Node != sight.Self)
            return new JoinDecision.Wait($"{ContactPoints.Text(lowest.ContactPoint)} is the lowest address and has to begin");
        return settings.NewClusterEnabled
            ? new JoinDecision.JoinSelf()
            : new JoinDecision.Wait("no contact point is in a cluster, and new-cluster-enabled is off");
    }

    private static int Member(Address one, Address other) => Akka.Cluster.Member.AddressOrdering.Compare(one, other);
}
