using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Schema = Chat.Protocol.Schema.Admin;

namespace Chat.Actors.Serialization;

/// <summary>What operators ask of entities.</summary>
internal static class InspectionMapping
{
    public static Schema.Inspect ToSchema(UserCommands.Inspect c) =>
        new() { Entity = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema(), Message = c.Message.ToSchema() };

    public static UserCommands.Inspect ToUser(Schema.Inspect m) =>
        new(new UserId(m.Entity), m.ReplyTo.ToDomain()) { Message = m.Message.OrNone() };

    public static Schema.Inspect ToSchema(GroupCommands.Inspect c) =>
        new() { Entity = c.GroupId.Value, ReplyTo = c.ReplyTo.ToSchema(), Message = c.Message.ToSchema() };

    public static GroupCommands.Inspect ToGroup(Schema.Inspect m) =>
        new(new GroupId(m.Entity), m.ReplyTo.ToDomain()) { Message = m.Message.OrNone() };

    public static Schema.Kick ToSchema(UserCommands.Kick c)
    {
        var result = new Schema.Kick { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema() };
        if (c.Device is { } device) result.Device = device.Value;
        return result;
    }

    public static UserCommands.Kick ToDomain(Schema.Kick m) =>
        new(new UserId(m.UserId), m.ReplyTo.ToDomain(), m.HasDevice ? new DeviceId(m.Device) : null);

    public static Schema.LimitRate ToSchema(GroupCommands.LimitRate c)
    {
        var result = new Schema.LimitRate { GroupId = c.GroupId.Value, ReplyTo = c.ReplyTo.ToSchema() };
        if (c.PerSecond is { } limit) result.PerSecond = limit;
        return result;
    }

    public static GroupCommands.LimitRate ToDomain(Schema.LimitRate m) =>
        new(new GroupId(m.GroupId), m.ReplyTo.ToDomain(), m.HasPerSecond ? m.PerSecond : null);
}
