using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Chat.Protocol.Schema.Snapshot;
using Chat.Protocol.Schema.Snapshot.Groups;
using Google.Protobuf;

namespace Chat.Actors.Serialization;

/// <summary>Snapshots (Schema/snapshot.proto, Schema/group_snapshot.proto). They are protobuf already; this names them.</summary>
public sealed class SnapshotSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const int Id = 1004;
    private const string User = "us", Group = "gs";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        UserSnapshot => User,
        GroupSnapshot => Group,
        _ => throw new ArgumentException($"{o.GetType().Name} is no snapshot of ours.", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => ((IMessage)obj).ToByteArray();

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        User => UserSnapshot.Parser.ParseFrom(bytes),
        Group => GroupSnapshot.Parser.ParseFrom(bytes),
        _ => throw new SerializationException($"A snapshot with the manifest '{manifest}' is not known to this version."),
    };
}
