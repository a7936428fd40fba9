using Akka.Actor;

namespace Chat.Actors.Addressing;

/// <summary>
/// Whether this node, as far as it can see, is on the side of a partition that goes on. One that is not will end within seconds, as will one
/// that was paused and wakes up; until then no entity may start on it. Those that run are fenced by their new owners' claims (R2), but one
/// that started anew would read the claim, write after it, and the new owner, with nothing to write, would not know.
/// </summary>
public sealed class ClusterStanding
{
    private volatile bool _isLosing;

    public bool IsLosing => _isLosing;

    /// <summary>As <c>keep-majority</c> will decide: the smaller part loses; of two halves the one without the lowest address.</summary>
    /// <param name="reachable">This node among them.</param>
    public static bool Loses(IReadOnlyCollection<Address> reachable, IReadOnlyCollection<Address> unreachable)
    {
        if (unreachable.Count == 0 || reachable.Count > unreachable.Count) return false;
        if (reachable.Count < unreachable.Count) return true;
        var order = Comparer<Address>.Create(Akka.Cluster.Member.AddressOrdering.Compare);
        return order.Compare(unreachable.Min(order), reachable.Min(order)) < 0;
    }

    internal void See(IReadOnlyCollection<Address> reachable, IReadOnlyCollection<Address> unreachable) => _isLosing = Loses(reachable, unreachable);
}
