using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Addressing.Batches;
using Chat.Actors.Groups.Fanout;

namespace Chat.Actors.Addressing;

/// <summary>
/// Follows the cluster's membership for a <see cref="NodeDirectory"/>, and asks each node whether it takes batches: one of an older
/// version has nobody who would answer, and is asked in vain.
/// </summary>
public sealed class NodeDirectoryActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly NodeDirectory _directory;
    private readonly Dictionary<long, Address> _asked = [];
    private readonly BatchCodec _codec = new(Context.System);
    private readonly TimeProvider _time;

    public NodeDirectoryActor(NodeDirectory directory, TimeProvider time)
    {
        (_directory, _time) = (directory, time);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            foreach (var member in state.Members)
                Add(member);
        });
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            _asked.Remove(removed.Member.UniqueAddress.Uid);
            _directory.Remove(removed.Member.UniqueAddress.Uid);
        });
        // A joining node may hold entities before this node has heard that it is up.
        Receive<ClusterEvent.IMemberEvent>(changed => Add(changed.Member));
        Receive<ActorIdentity>(OnIdentity);
        Receive<AskForBatches>(_ =>
        {
            foreach (var (node, address) in _asked)
                Ask(node, address);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeDirectory directory, TimeProvider time) => Akka.Actor.Props.Create(() => new NodeDirectoryActor(directory, time));

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(nameof(AskForBatches), AskForBatches.Instance, AskAgain);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Add(Member member)
    {
        if (member.UniqueAddress.Equals(_cluster.SelfUniqueAddress))
            return;
        var node = member.UniqueAddress.Uid;
        var isNew = _directory.Hub(node) is null;
        _directory.Add(node, At(member.Address, ConnectionHub.Name), At(member.Address, FanoutHub.Name));
        if (isNew)
            Ask(node, _asked[node] = member.Address);
    }

    private void Ask(long node, Address address) => At(address, BatchHub.Name).Tell(new Identify(node), Self);

    private void OnIdentity(ActorIdentity identity)
    {
        if (identity is not { MessageId: long node, Subject: { } hub } || !_asked.Remove(node))
            return;
        _directory.OpenOutbox(node, new NodeOutbox(_cluster.SelfUniqueAddress.Uid, node, hub, _codec, _time), hub);
    }

    /// <summary>A plain remote reference: an actor selection would wrap, and serialize, every message twice.</summary>
    private static IActorRef At(Address node, string name)
    {
        var path = new RootActorPath(node) / "user" / name;
        return ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(path.ToSerializationFormat());
    }

    private sealed class AskForBatches : INoSerializationVerificationNeeded
    {
        public static readonly AskForBatches Instance = new();
    }
}
