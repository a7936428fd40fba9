using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Chat.Actors.Serialization;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Schema.Remoting;
using Google.Protobuf;

namespace Chat.Actors.Addressing.Batches;

/// <summary>Messages to and from the items of a batch, by the same serializers that they would travel with alone.</summary>
internal sealed class BatchCodec
{
    private readonly SerializerWithStringManifest _users;
    private readonly SerializerWithStringManifest _groups;
    private readonly SerializerWithStringManifest _connections;

    public BatchCodec(ActorSystem system)
    {
        (_users, _groups, _connections) = (Of<UserCommand>(), Of<GroupCommand>(), Of<ConnectionMessage>());

        SerializerWithStringManifest Of<T>() => (SerializerWithStringManifest)system.Serialization.FindSerializerForType(typeof(T));
    }

    /// <exception cref="SerializationException">Nothing that is sent to entities or connections.</exception>
    public BatchItem Write(object message)
    {
        var serializer = message switch
        {
            UserCommand => _users,
            ConnectionMessage => _connections,
            GroupCommand => _groups,
            _ => throw new SerializationException($"{message.GetType().Name} does not travel in a batch."),
        };
        return new BatchItem
        {
            Serializer = serializer.Identifier,
            Manifest = serializer.Manifest(message),
            Message = UnsafeByteOperations.UnsafeWrap(serializer.ToBinary(message)),
        };
    }

    /// <exception cref="SerializationException">Damaged, or of a newer version.</exception>
    public object Read(BatchItem item)
    {
        var serializer = item.Serializer switch
        {
            UserMessageSerializer.Id => _users,
            ConnectionMessageSerializer.Id => _connections,
            GroupMessageSerializer.Id => _groups,
            _ => throw new SerializationException($"Serializer {item.Serializer} has no place in a batch."),
        };
        return serializer.FromBinary(BytesOf(item.Message), item.Manifest);
    }

    private static byte[] BytesOf(ByteString bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes.Memory, out var segment)
        && segment is { Offset: 0, Array: { } array } && array.Length == segment.Count
            ? array
            : bytes.ToByteArray();
}
