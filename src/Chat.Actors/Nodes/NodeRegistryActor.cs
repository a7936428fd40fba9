using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Addressing;

namespace Chat.Actors.Nodes;

/// <summary>
/// Tells the other nodes of this one, and hears of them: <c>/user/node-registry</c>. Membership decides who is a node: what comes from
/// others is dropped, and a node that is removed is forgotten, so there are never more entries than members.
/// </summary>
/// <remarks>A message to each other node every three seconds: some 100 bytes, 3,300 a second in a cluster of 100 nodes.</remarks>
internal sealed class NodeRegistryActor : ReceiveActor, IWithTimers
{
    public const string Name = "node-registry";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Names and addresses are of people's making; another node's are cut here.</summary>
    private const int LongestText = 512;

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<long, IActorRef> _others = [];
    private readonly NodeRegistry _registry;
    private readonly Func<NodeStatus> _self;
    private readonly TimeProvider _time;
    private Action? _announce;

    public NodeRegistryActor(NodeRegistry registry, Func<NodeStatus> self, TimeProvider time)
    {
        (_registry, _self, _time) = (registry, self, time);
        Receive<NodeStatus>(Hear);
        Receive<Announce>(_ => Tell());
        Receive<ClusterEvent.MemberRemoved>(removed => Forget(removed.Member.UniqueAddress.Uid));
        Receive<ClusterEvent.IMemberEvent>(changed => Meet(changed.Member));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeRegistry registry, Func<NodeStatus> self, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new NodeRegistryActor(registry, self, time));

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(Name, Announce.Instance, Interval);
        var self = Self;
        _registry.AnnouncementAsked += _announce = () => self.Tell(Announce.Instance, ActorRefs.NoSender);
        _registry.Set(Own());
    }

    protected override void PostStop()
    {
        _registry.AnnouncementAsked -= _announce;
        _cluster.Unsubscribe(Self);
    }

    private NodeStatus Own() => _self() with { HeardAt = _time.GetUtcNow().ToUnixTimeMilliseconds() };

    private void Tell()
    {
        var own = Own();
        _registry.Set(own);
        foreach (var other in _others.Values)
            other.Tell(own, ActorRefs.NoSender);
    }

    private void Hear(NodeStatus status)
    {
        // Of a node that this one has not heard of yet, there will be more in some seconds.
        if (!_others.ContainsKey(status.Node)) return;
        _registry.Set(status with
        {
            Address = Cut(status.Address), Region = Cut(status.Region), AppVersion = Cut(status.AppVersion),
            Url = status.Url is { Length: <= LongestText } url ? url : null,
            HeardAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
    }

    private void Meet(Member member)
    {
        var node = member.UniqueAddress.Uid;
        if (member.UniqueAddress.Equals(_cluster.SelfUniqueAddress) || _others.ContainsKey(node)) return;
        var other = RemoteActors.At(Context.System, member.Address, Name);
        _others.Add(node, other);
        other.Tell(Own(), ActorRefs.NoSender);
    }

    private void Forget(long node)
    {
        _others.Remove(node);
        _registry.Remove(node);
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private sealed class Announce : INoSerializationVerificationNeeded
    {
        public static readonly Announce Instance = new();
    }
}
