using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Groups.Fanout;

namespace Chat.Actors.Addressing;

/// <summary>Follows the cluster's membership for a <see cref="NodeDirectory"/>.</summary>
public sealed class NodeDirectoryActor : ReceiveActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly NodeDirectory _directory;

    public NodeDirectoryActor(NodeDirectory directory)
    {
        _directory = directory;
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            foreach (var member in state.Members)
                Add(member);
        });
        Receive<ClusterEvent.MemberRemoved>(removed => _directory.Remove(removed.Member.UniqueAddress.Uid));
        // A joining node may hold entities before this node has heard that it is up.
        Receive<ClusterEvent.IMemberEvent>(changed => Add(changed.Member));
    }

    public static Props Props(NodeDirectory directory) => Akka.Actor.Props.Create(() => new NodeDirectoryActor(directory));

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Add(Member member)
    {
        if (member.UniqueAddress.Equals(_cluster.SelfUniqueAddress))
            return;
        _directory.Add(member.UniqueAddress.Uid, At(member.Address, ConnectionHub.Name), At(member.Address, FanoutHub.Name));
    }

    /// <summary>A plain remote reference: an actor selection would wrap, and serialize, every message twice.</summary>
    private static IActorRef At(Address node, string name)
    {
        var path = new RootActorPath(node) / "user" / name;
        return ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(path.ToSerializationFormat());
    }
}
