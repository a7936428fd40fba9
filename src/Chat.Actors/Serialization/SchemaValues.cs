using System.Buffers.Binary;
using System.Runtime.Serialization;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Common = Chat.Protocol.Schema.Common;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>The values that many records share, to the schema and back.</summary>
internal static class SchemaValues
{
    private const int KeyBytes = 16;

    /// <summary>Null, which is absent, where the id names no message.</summary>
    public static Common.MessageId? ToSchema(this MessageId id) => id.IsNone ? null : ToElement(id);

    public static Common.MessageId? ToSchema(this MessageId? id) => id?.ToSchema();

    public static void AddAll(this RepeatedField<Common.MessageId> field, IReadOnlyList<MessageId> ids)
    {
        field.Capacity = ids.Count;
        for (var i = 0; i < ids.Count; i++)
            field.Add(ToElement(ids[i]));
    }

    /// <summary>Of a number that may be unknown: 0, which is absent, says that it is.</summary>
    public static int PlusOne(this int? number) => (number ?? -1) + 1;

    public static int? LessOne(this int number) => number > 0 ? number - 1 : null;

    /// <summary>None where absent.</summary>
    public static MessageId OrNone(this Common.MessageId? id) =>
        id is null ? default : new MessageId(id.Stamp, id.Entity, id.Conversation);

    public static MessageId? OrNull(this Common.MessageId? id) => id is null ? null : id.OrNone();

    public static IReadOnlyList<MessageId> ToIds(this RepeatedField<Common.MessageId> field)
    {
        if (field.Count == 0)
            return [];
        var ids = new MessageId[field.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = field[i].OrNone();
        return ids;
    }

    public static void AddAll(this RepeatedField<string> field, IReadOnlyList<UserId> users)
    {
        field.Capacity = users.Count;
        for (var i = 0; i < users.Count; i++)
            field.Add(users[i].Value);
    }

    public static IReadOnlyList<UserId> ToUsers(this RepeatedField<string> field)
    {
        if (field.Count == 0)
            return [];
        var users = new UserId[field.Count];
        for (var i = 0; i < users.Length; i++)
            users[i] = new UserId(field[i]);
        return users;
    }

    public static void AddAll(this RepeatedField<Remoting.StreamPosition> field, IReadOnlyList<GroupPosition> positions)
    {
        for (var i = 0; i < positions.Count; i++)
            field.Add(new Remoting.StreamPosition { Group = positions[i].Group.Value, Position = positions[i].Position });
    }

    public static IReadOnlyList<GroupPosition> ToPositions(this RepeatedField<Remoting.StreamPosition> field)
    {
        if (field.Count == 0)
            return [];
        var positions = new GroupPosition[field.Count];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = new GroupPosition(new GroupId(field[i].Group), field[i].Position);
        return positions;
    }

    /// <summary>An idempotency key, big-endian.</summary>
    public static ByteString ToSchema(this UInt128 key)
    {
        var bytes = new byte[KeyBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <exception cref="SerializationException">Of another length: damaged, since none was ever written without its key.</exception>
    public static UInt128 ToKey(this ByteString bytes) => bytes.Length == KeyBytes
        ? BinaryPrimitives.ReadUInt128BigEndian(bytes.Span)
        : throw new SerializationException($"An idempotency key of {bytes.Length} bytes.");

    public static Common.MessageBody ToSchema(this MessageBody body)
    {
        var result = new Common.MessageBody
        {
            Content = body.Content, ReplyTo = body.ReplyTo.ToSchema(), ClientTimestamp = body.ClientTimestamp,
        };
        if (body.MediaUrl is { } url)
            result.MediaUrl = url;
        return result;
    }

    /// <exception cref="SerializationException">Absent: a message without a body was never written.</exception>
    public static MessageBody ToDomain(this Common.MessageBody? body) =>
        body is null
            ? throw new SerializationException("A message without its body.")
            : new MessageBody(body.Content, body.HasMediaUrl ? body.MediaUrl : null, body.ReplyTo.OrNull(), body.ClientTimestamp);

    public static Remoting.ConnectionAddress ToSchema(this ConnectionAddress address) =>
        new() { Node = address.Node, Number = address.Number };

    /// <summary>The address of no connection where absent: an answer to it goes nowhere, which is what can be done about it.</summary>
    public static ConnectionAddress ToDomain(this Remoting.ConnectionAddress? address) =>
        address is null ? default : new ConnectionAddress(address.Node, address.Number);

    private static Common.MessageId ToElement(MessageId id) =>
        new() { Stamp = id.Stamp, Entity = id.Entity, Conversation = id.Conversation };
}
