using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;

namespace Chat.Node.Management.Metrics;

/// <summary>Asks the node's regions now and then how many shards they have: a region tells it only by message.</summary>
internal sealed class ShardCounts : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<IActorRef, string> _kinds = [];

    public ShardCounts(ClusterMetrics metrics)
    {
        var sharding = ClusterSharding.Get(Context.System);
        Receive<Look>(_ =>
        {
            foreach (var kind in sharding.ShardTypeNames)
            {
                var region = sharding.ShardRegion(kind);
                _kinds[region] = kind;
                region.Tell(GetShardRegionStats.Instance, Self);
            }
        });
        Receive<ShardRegionStats>(stats =>
        {
            if (_kinds.TryGetValue(Sender, out var kind)) metrics.Shards(kind, stats.Stats.Count);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ClusterMetrics metrics) => Akka.Actor.Props.Create(() => new ShardCounts(metrics));

    protected override void PreStart() => Timers.StartPeriodicTimer(Look.Instance, Look.Instance, TimeSpan.Zero, Interval);

    private sealed class Look : INoSerializationVerificationNeeded, INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }
}
