using Chat.Actors.Administration;
using Schema = Chat.Protocol.Schema.Admin;

namespace Chat.Actors.Serialization;

/// <summary>The figures of a node, to the schema and back.</summary>
internal static class FiguresMapping
{
    public static Schema.NodeFigures ToSchema(NodeFigures f)
    {
        var result = new Schema.NodeFigures
        {
            Address = f.Address, Version = f.Version, Ready = f.Ready, Reasons = f.Reasons, UptimeSeconds = f.UptimeSeconds, MemoryBytes = f.MemoryBytes,
            Connections = f.Connections, Attached = f.Attached, Users = f.Users, GroupsAwake = f.GroupsAwake, SendsPerSecond = f.SendsPerSecond,
            FramesInPerSecond = f.FramesInPerSecond, FramesOutPerSecond = f.FramesOutPerSecond, EventsPerSecond = f.EventsPerSecond,
            AckP50Ms = f.AckP50Ms, AckP99Ms = f.AckP99Ms, CommitP50Ms = f.CommitP50Ms, CommitP99Ms = f.CommitP99Ms,
        };
        foreach (var group in f.Groups)
            result.Groups.Add(new Schema.HotGroup { Group = group.Group, PerSecond = group.PerSecond });
        return result;
    }

    public static NodeFigures ToDomain(Schema.NodeFigures m) => new(
        m.Address, m.Version, m.Ready, m.Reasons, m.UptimeSeconds, m.MemoryBytes, m.Connections, m.Attached, m.Users, m.GroupsAwake, m.SendsPerSecond,
        m.FramesInPerSecond, m.FramesOutPerSecond, m.EventsPerSecond, m.AckP50Ms, m.AckP99Ms, m.CommitP50Ms, m.CommitP99Ms,
        [.. m.Groups.Select(group => new HotGroup(group.Group, group.PerSecond))]);
}
