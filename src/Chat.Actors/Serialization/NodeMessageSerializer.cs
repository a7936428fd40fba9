using Akka.Actor;
using Chat.Actors.Nodes;
using Google.Protobuf;
using Schema = Chat.Protocol.Schema.Nodes;

namespace Chat.Actors.Serialization;

/// <summary>What nodes tell each other of themselves (Schema/nodes.proto).</summary>
public sealed class NodeMessageSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1007;

    private const string Status = "ns";

    public override int Identifier => Id;

    public override string Manifest(object o) => o is NodeStatus ? Status : throw NoManifest(o);

    protected override IMessage ToSchema(object record)
    {
        if (record is not NodeStatus status) throw NoManifest(record);
        return new Schema.NodeStatus
        {
            Node = status.Node,
            Address = status.Address,
            Region = status.Region,
            Capacity = status.Capacity,
            Connections = status.Connections,
            Full = status.IsFull,
            Draining = status.IsDraining,
            Url = status.Url ?? "",
            AppVersion = status.AppVersion,
            StartedAt = status.StartedAt,
            Leaving = status.IsLeaving,
        };
    }

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest)
    {
        if (manifest != Status) throw NotKnown(manifest);
        var status = Schema.NodeStatus.Parser.ParseFrom(bytes);
        return new NodeStatus(status.Node, status.Address)
        {
            Region = status.Region,
            Capacity = status.Capacity,
            Connections = status.Connections,
            IsFull = status.Full,
            IsDraining = status.Draining,
            IsLeaving = status.Leaving,
            Url = status.Url.Length == 0 ? null : status.Url,
            AppVersion = status.AppVersion,
            StartedAt = status.StartedAt,
        };
    }
}
