using System.Collections.Immutable;
using Akka.Actor;

namespace Chat.Node.Bootstrap;

internal abstract record JoinDecision
{
    private JoinDecision()
    {
    }

    /// <param name="Why">For the log; the same words as long as nothing changes.</param>
    public sealed record Wait(string Why) : JoinDecision;

    /// <summary>There is a cluster.</summary>
    public sealed record JoinOthers(ImmutableList<Address> Seeds) : JoinDecision;

    /// <summary>There is none, and this node is the one to begin it.</summary>
    public sealed record JoinSelf : JoinDecision;
}
