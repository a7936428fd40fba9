using System.Runtime.Serialization;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Google.Protobuf.Collections;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>The entries of a group's log on their way to its members.</summary>
internal static class GroupEntryMapping
{
    public static void AddAll(this RepeatedField<Remoting.GroupEntry> field, IReadOnlyList<GroupEntry> entries)
    {
        field.Capacity = entries.Count;
        for (var i = 0; i < entries.Count; i++)
            field.Add(entries[i].ToSchema());
    }

    public static IReadOnlyList<GroupEntry> ToEntries(this RepeatedField<Remoting.GroupEntry> field)
    {
        if (field.Count == 0)
            return [];
        var entries = new GroupEntry[field.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = field[i].ToDomain();
        return entries;
    }

    public static Remoting.GroupEntry ToSchema(this GroupEntry entry)
    {
        var result = new Remoting.GroupEntry { Position = entry.Position, At = entry.At };
        switch (entry)
        {
            case GroupMessage message:
                result.Message = ToSchema(message);
                break;
            case GroupChange change:
                result.Change = ToSchema(change);
                break;
            default:
                throw new SerializationException($"No schema for entries like {entry.GetType().FullName}.");
        }

        return result;
    }

    /// <exception cref="SerializationException">
    /// Absent, or of a kind that only a newer version knows: a hole in the log would let the device acknowledge past it.
    /// </exception>
    public static GroupEntry ToDomain(this Remoting.GroupEntry? m) => m?.WhatCase switch
    {
        Remoting.GroupEntry.WhatOneofCase.Message => ToMessage(m, m.Message),
        Remoting.GroupEntry.WhatOneofCase.Change => ToChange(m, m.Change),
        _ => throw new SerializationException("An entry that says nothing known."),
    };

    private static Remoting.GroupMessage ToSchema(GroupMessage m) => new()
    {
        MessageId = m.MessageId.ToSchema(), Sender = m.Sender.Value, SenderDevice = m.SenderDevice.Value, Body = m.Body.ToSchema(),
    };

    private static GroupMessage ToMessage(Remoting.GroupEntry e, Remoting.GroupMessage m) => new(
        e.Position, e.At, m.MessageId.OrNone(), new UserId(m.Sender), new DeviceId(m.SenderDevice), m.Body.ToDomain());

    private static Remoting.GroupChange ToSchema(GroupChange c)
    {
        var result = new Remoting.GroupChange
        {
            Kind = (int)c.Kind, Revision = c.Revision, Actor = c.Actor.Value, Role = (int)(c.Role ?? 0),
        };
        result.Users.AddAll(c.Users);
        if (c.Name is { } name) result.Name = name;
        if (c.Until is { } until) result.Until = until;
        return result;
    }

    private static GroupChange ToChange(Remoting.GroupEntry e, Remoting.GroupChange m) => new(
        e.Position, e.At, (GroupChangeKind)m.Kind, m.Revision, new UserId(m.Actor), m.Users.ToUsers(), m.Role == 0 ? null : (GroupRole)m.Role,
        m.HasName ? m.Name : null, m.HasUntil ? m.Until : null);
}
