using Akka.Actor;
using Akka.Cluster;

namespace Chat.Actors.Addressing.Batches;

/// <summary>
/// Asks each other member whether it takes batches, by asking after its <see cref="BatchHub"/>: one of an older version has nobody who would
/// answer, and is asked in vain.
/// </summary>
internal sealed class BatchPeers : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly NodeOutboxes _outboxes;
    private readonly TimeProvider _time;
    private readonly BatchCodec _codec = new(Context.System);
    private readonly Dictionary<long, Address> _asked = [];
    private readonly HashSet<long> _known = [];

    public BatchPeers(NodeOutboxes outboxes, TimeProvider time)
    {
        (_outboxes, _time) = (outboxes, time);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            foreach (var member in state.Members)
                Add(member);
        });
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            _known.Remove(removed.Member.UniqueAddress.Uid);
            _asked.Remove(removed.Member.UniqueAddress.Uid);
            _outboxes.Remove(removed.Member.UniqueAddress.Uid);
        });
        Receive<ClusterEvent.IMemberEvent>(changed => Add(changed.Member));
        Receive<ActorIdentity>(OnIdentity);
        Receive<Ask>(_ =>
        {
            foreach (var (node, address) in _asked)
                AskAfter(node, address);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeOutboxes outboxes, TimeProvider time) => Akka.Actor.Props.Create(() => new BatchPeers(outboxes, time));

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(Ask.Instance, Ask.Instance, AskAgain);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Add(Member member)
    {
        var node = member.UniqueAddress.Uid;
        if (member.UniqueAddress.Equals(_cluster.SelfUniqueAddress) || !_known.Add(node))
            return;
        AskAfter(node, _asked[node] = member.Address);
    }

    private void AskAfter(long node, Address address) =>
        RemoteActors.At(Context.System, address, BatchHub.Name).Tell(new Identify(node), Self);

    private void OnIdentity(ActorIdentity identity)
    {
        // Nobody: this node's own dead letters answer for one that cannot be reached at the moment.
        if (identity is { MessageId: long node, Subject: { } hub } && !hub.IsNobody() && _asked.Remove(node))
            _outboxes.Open(node, new NodeOutbox(_cluster.SelfUniqueAddress.Uid, node, hub, _codec, _time), hub);
    }

    private sealed class Ask : INoSerializationVerificationNeeded
    {
        public static readonly Ask Instance = new();
    }
}
