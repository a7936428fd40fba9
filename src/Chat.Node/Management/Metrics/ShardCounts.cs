using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;

namespace Chat.Node.Management.Metrics;

/// <summary>Asks the node's regions now and then how many shards they have: a region tells it only by message.</summary>
internal sealed class ShardCounts : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public ShardCounts(ClusterMetrics metrics)
    {
        var sharding = ClusterSharding.Get(Context.System);
        Receive<Look>(look =>
        {
            foreach (var kind in sharding.ShardTypeNames)
                _ = sharding.ShardRegion(kind).Ask<ShardRegionStats>(GetShardRegionStats.Instance, Interval)
                    .PipeTo(Self, success: stats => new Counted(kind, stats.Stats.Count), failure: _ => NoAnswer.Instance);
        });
        Receive<Counted>(counted => metrics.Shards(counted.Kind, counted.Shards));
        Receive<NoAnswer>(_ => { }); // the next look comes soon
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ClusterMetrics metrics) => Akka.Actor.Props.Create(() => new ShardCounts(metrics));

    protected override void PreStart() => Timers.StartPeriodicTimer(Look.Instance, Look.Instance, TimeSpan.Zero, Interval);

    private sealed record Counted(string Kind, int Shards) : INoSerializationVerificationNeeded;

    private sealed class NoAnswer : INoSerializationVerificationNeeded
    {
        public static readonly NoAnswer Instance = new();
    }

    private sealed class Look : INoSerializationVerificationNeeded, INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }
}
