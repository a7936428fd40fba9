using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace Chat.Actors.Serialization;

/// <summary>
/// A family of records that travels as protobuf, the type told by a manifest of a few letters. Types are listed by hand, both ways:
/// a rename in code never changes what is stored, and nothing is ever made from a type name that came over the wire.
/// </summary>
public abstract class SchemaSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <exception cref="SerializationException">The record has no manifest.</exception>
    public sealed override byte[] ToBinary(object obj)
    {
        var message = ToSchema(obj);
        var bytes = new byte[message.CalculateSize()];
        message.WriteTo(bytes.AsSpan());
        return bytes;
    }

    /// <exception cref="SerializationException">The manifest is of a newer version, or the bytes are damaged.</exception>
    public sealed override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return FromSchema(bytes, manifest);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SerializationException($"{bytes.Length} bytes with the manifest '{manifest}' are damaged: {e.Message}", e);
        }
    }

    protected abstract IMessage ToSchema(object record);

    protected abstract object FromSchema(ReadOnlySpan<byte> bytes, string manifest);

    /// <summary>What to throw for a type that no manifest is known of: it was added without telling the serializer.</summary>
    protected SerializationException NoManifest(object record) =>
        new($"{GetType().Name} has no manifest for {record.GetType().FullName}.");

    /// <summary>What to throw for a manifest that is not known: most likely a newer node has written it.</summary>
    protected SerializationException NotKnown(string manifest) =>
        new($"{GetType().Name} ({Identifier}) does not know the manifest '{manifest}': a newer version has written it?");
}
