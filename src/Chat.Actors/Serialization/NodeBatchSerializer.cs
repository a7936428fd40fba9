using Akka.Actor;
using Chat.Protocol.Schema.Remoting;
using Google.Protobuf;

namespace Chat.Actors.Serialization;

/// <summary>What a node gathers for another (Schema/remoting.proto). It is protobuf already, down to the messages in it; this names it.</summary>
public sealed class NodeBatchSerializer(ExtendedActorSystem system) : SchemaSerializer(system)
{
    public const int Id = 1008;
    private const string Batch = "nb", Taken = "bt";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        NodeBatch => Batch,
        BatchesTaken => Taken,
        _ => throw NoManifest(o),
    };

    protected override IMessage ToSchema(object record) => (IMessage)record;

    protected override object FromSchema(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        Batch => NodeBatch.Parser.ParseFrom(bytes),
        Taken => BatchesTaken.Parser.ParseFrom(bytes),
        _ => throw NotKnown(manifest),
    };
}
