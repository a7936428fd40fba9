using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace Chat.Actors.Membership;

/// <summary>
/// Akka's phi accrual detector by a clock that stands still while this process does not run. A node that wakes from a pause would otherwise find every
/// other node silent, and say so: the cluster was seen to remove a healthy node for that, on the word of one that it had just declared dead itself.
/// A pause after which the others may have removed this node counts in full: it has to notice at once that it is on the losing side
/// (<see cref="Addressing.ClusterStanding"/>).
/// </summary>
/// <remarks>Named in <c>akka.cluster.failure-detector.implementation-class</c>; Akka makes one for each node that is watched, and asks it at every
/// <c>unreachable-nodes-reaper-interval</c>, which must be shorter than <c>longest-step</c>.</remarks>
public sealed class OwnPauseFailureDetector : PhiAccrualFailureDetector
{
    public OwnPauseFailureDetector(Config config, EventStream events)
        : this(config, TimeProvider.System)
    {
    }

    internal OwnPauseFailureDetector(Config config, TimeProvider time)
        : base(
            config.GetDouble("threshold"), config.GetInt("max-sample-size"), config.GetTimeSpan("min-std-deviation"),
            config.GetTimeSpan("acceptable-heartbeat-pause"), config.GetTimeSpan("heartbeat-interval"),
            new RunningTime(time, config.GetTimeSpan("longest-step"), config.GetTimeSpan("longest-pause")).Milliseconds)
    {
    }
}
