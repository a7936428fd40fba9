using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Nodes;
using Chat.Actors.Sharding;
using Chat.Node.Configuration;
using Chat.Node.Connections.Admission;
using Chat.Node.Draining;
using Chat.Node.Hosting;

namespace Chat.Node.Nodes;

/// <summary>What this node says of itself to the others.</summary>
internal sealed class OwnStatus
{
    private readonly ConnectionAdmission _admission;
    private readonly SocketRoom _room;
    private readonly INodeDrain _drain;
    private readonly ShardEvacuation _evacuation;
    private readonly NodeStatus _lasting;

    public OwnStatus(ActorSystem system, ChatSettings settings, ConnectionAdmission admission, SocketRoom room, INodeDrain drain, ShardEvacuation evacuation, TimeProvider time)
    {
        (_admission, _room, _drain, _evacuation) = (admission, room, drain, evacuation);
        var cluster = Cluster.Get(system);
        _lasting = new NodeStatus(cluster.SelfUniqueAddress.Uid, cluster.SelfAddress.ToString())
        {
            Region = settings.Node.Region,
            Capacity = settings.Limits.Connections,
            Url = settings.Http.PublicUrl,
            AppVersion = NodeVersion.Full,
            StartedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
    }

    public NodeStatus Now => _lasting with
    {
        Connections = _admission.Open,
        IsFull = _room.Refusal is not null,
        IsDraining = _drain.State != DrainState.Serving,
        IsLeaving = _evacuation.IsLeaving,
    };
}
