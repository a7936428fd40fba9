using Akka.Actor;
using Akka.Serialization;
using Chat.Bench.Roofs;

namespace Chat.Bench.Journals;

/// <summary>Hands the bytes on as they are: what is measured is the journal, and the node's own serializer is cheap as well.</summary>
internal sealed class LoadEventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const string SnapshotManifest = "S";

    public const string Hocon = $$"""
        akka.actor {
          serializers.load = "Chat.Bench.Journals.LoadEventSerializer, Chat.Bench"
          serialization-bindings {
            "Chat.Bench.Journals.LoadEvent, Chat.Bench" = load
            "Chat.Bench.Journals.StateSnapshot, Chat.Bench" = load
          }
        }
        """;

    public override int Identifier => JournalRows.SerializerId;

    public override string Manifest(object o) => o is StateSnapshot ? SnapshotManifest : JournalRows.Manifest;

    public override byte[] ToBinary(object obj) => obj switch
    {
        LoadEvent e => e.Bytes,
        StateSnapshot s => s.Bytes,
        _ => throw new ArgumentException($"not ours: {obj.GetType()}", nameof(obj)),
    };

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        JournalRows.Manifest => new LoadEvent(bytes),
        SnapshotManifest => new StateSnapshot(bytes),
        _ => throw new ArgumentException($"not ours: {manifest}", nameof(manifest)),
    };
}
