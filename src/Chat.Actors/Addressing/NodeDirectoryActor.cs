using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Hosting;

namespace Chat.Actors.Addressing;

/// <summary>Follows the cluster's membership for a <see cref="NodeDirectory"/>.</summary>
public sealed class NodeDirectoryActor : ReceiveActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly NodeDirectory _directory;
    private readonly TimeProvider _time;

    /// <summary>Since when members do not answer: Unix milliseconds.</summary>
    private readonly Dictionary<long, long> _silentSince = [];

    /// <summary>Members that count in a partition: up, or not yet gone.</summary>
    private readonly Dictionary<long, Address> _members = [];

    public NodeDirectoryActor(NodeDirectory directory, TimeProvider time)
    {
        (_directory, _time) = (directory, time);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            foreach (var member in state.Members)
                Add(member);
            foreach (var member in state.Unreachable)
                Miss(member);
        });
        Receive<ClusterEvent.UnreachableMember>(silent => Miss(silent.Member));
        Receive<ClusterEvent.ReachableMember>(back =>
        {
            var node = back.Member.UniqueAddress.Uid;
            if (!_silentSince.Remove(node)) return;
            See();
            _directory.TellBack(node);
        });
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            var node = removed.Member.UniqueAddress.Uid;
            _silentSince.Remove(node, out var since);
            _members.Remove(node);
            See();
            _directory.Remove(node, since == 0 ? Now : since);
        });
        // A joining node may hold entities before this node has heard that it is up.
        Receive<ClusterEvent.IMemberEvent>(changed => Add(changed.Member));
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public static Props Props(NodeDirectory directory, TimeProvider time) => Akka.Actor.Props.Create(() => new NodeDirectoryActor(directory, time));

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Miss(Member member)
    {
        _silentSince[member.UniqueAddress.Uid] = Now - (long)ClusterHocon.HeartbeatPause.TotalMilliseconds;
        See();
    }

    private void See() => _directory.Standing.See(
        [.. _members.Where(member => !_silentSince.ContainsKey(member.Key)).Select(member => member.Value)],
        [.. _members.Where(member => _silentSince.ContainsKey(member.Key)).Select(member => member.Value)]);

    private void Add(Member member)
    {
        if (member.Status is MemberStatus.Up or MemberStatus.Leaving) _members[member.UniqueAddress.Uid] = member.Address;
        See();
        if (member.UniqueAddress.Equals(_cluster.SelfUniqueAddress))
            return;
        _directory.Add(
            member.UniqueAddress.Uid, RemoteActors.At(Context.System, member.Address, ConnectionHub.Name),
            RemoteActors.At(Context.System, member.Address, FanoutHub.Name));
    }
}
