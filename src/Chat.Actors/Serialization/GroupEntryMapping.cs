using System.Runtime.Serialization;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Google.Protobuf.Collections;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>Entries of a group's log on their way to members.</summary>
internal static class GroupEntryMapping
{
    public static void AddAll(this RepeatedField<Remoting.GroupEntry> field, IReadOnlyList<GroupEntry> entries)
    {
        field.Capacity = entries.Count;
        for (var i = 0; i < entries.Count; i++)
            field.Add(ToSchema(entries[i]));
    }

    public static IReadOnlyList<GroupEntry> ToEntries(this RepeatedField<Remoting.GroupEntry> field)
    {
        if (field.Count == 0)
            return [];
        var entries = new GroupEntry[field.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = ToDomain(field[i]);
        return entries;
    }

    public static Remoting.GroupEntry ToSchema(GroupEntry entry) => entry switch
    {
        GroupMessage m => new Remoting.GroupEntry { Position = m.Position, At = m.At, Message = ToSchema(m) },
        GroupChange c => new Remoting.GroupEntry { Position = c.Position, At = c.At, Change = ToSchema(c) },
        _ => throw new SerializationException($"An entry of the type {entry.GetType().Name} has no schema."),
    };

    /// <exception cref="SerializationException">An entry of a kind that this version does not know: it would be a hole.</exception>
    public static GroupEntry ToDomain(Remoting.GroupEntry? entry) => entry switch
    {
        { WhatCase: Remoting.GroupEntry.WhatOneofCase.Message, Message: var m } => new GroupMessage(
            entry.Position, entry.At, m.MessageId.OrNone(), new UserId(m.Sender), new DeviceId(m.SenderDevice), m.Body.ToDomain()),
        { WhatCase: Remoting.GroupEntry.WhatOneofCase.Change, Change: var c } => new GroupChange(
            entry.Position, entry.At, (GroupChangeKind)c.Kind, c.Revision, new UserId(c.Actor), c.Users.ToUsers(),
            c.Role == 0 ? null : (GroupRole)c.Role, c.HasName ? c.Name : null, c.HasUntil ? c.Until : null),
        _ => throw new SerializationException("An entry of a kind that is not known: a newer version has written it?"),
    };

    private static Remoting.GroupMessage ToSchema(GroupMessage m) => new()
    {
        MessageId = m.MessageId.ToSchema(), Sender = m.Sender.Value, SenderDevice = m.SenderDevice.Value, Body = m.Body.ToSchema(),
    };

    private static Remoting.GroupChange ToSchema(GroupChange c)
    {
        var result = new Remoting.GroupChange
        {
            Kind = (int)c.Kind, Revision = c.Revision, Actor = c.Actor.Value, Role = c.Role is { } role ? (int)role : 0,
        };
        result.Users.AddAll(c.Users);
        if (c.Name is { } name) result.Name = name;
        if (c.Until is { } until) result.Until = until;
        return result;
    }
}
