using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>Commands from REST and administration.</summary>
internal static class AccountCommandMapping
{
    public static Remoting.RevokeTokens ToSchema(UserCommands.RevokeTokens c)
    {
        var result = new Remoting.RevokeTokens
        {
            UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema(), ValidFrom = c.ValidFrom, Reason = (int)c.Reason,
        };
        if (c.Device is { } device) result.Device = device.Value;
        if (c.Except is { } except) result.Except = except.Value;
        return result;
    }

    public static UserCommands.RevokeTokens ToDomain(Remoting.RevokeTokens m) => new(
        new UserId(m.UserId), m.ReplyTo.ToDomain(), m.HasDevice ? new DeviceId(m.Device) : null, m.ValidFrom,
        (RevocationReason)m.Reason, m.HasExcept ? new DeviceId(m.Except) : null);

    public static Remoting.RemoveDevice ToSchema(UserCommands.RemoveDevice c) =>
        new() { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema(), Device = c.Device.Value };

    public static UserCommands.RemoveDevice ToDomain(Remoting.RemoveDevice m) =>
        new(new UserId(m.UserId), m.ReplyTo.ToDomain(), new DeviceId(m.Device));

    public static Remoting.RenameDevice ToSchema(UserCommands.RenameDevice c)
    {
        var result = new Remoting.RenameDevice { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema(), Device = c.Device.Value };
        if (c.Name is { } name) result.Name = name;
        return result;
    }

    public static UserCommands.RenameDevice ToDomain(Remoting.RenameDevice m) =>
        new(new UserId(m.UserId), m.ReplyTo.ToDomain(), new DeviceId(m.Device), m.HasName ? m.Name : null);

    public static Remoting.GetDevices ToSchema(UserCommands.GetDevices c) =>
        new() { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema() };

    public static UserCommands.GetDevices ToDomain(Remoting.GetDevices m) => new(new UserId(m.UserId), m.ReplyTo.ToDomain());

    public static Remoting.CleanUp ToSchema(UserCommands.CleanUp c) => new() { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema() };

    public static UserCommands.CleanUp ToDomain(Remoting.CleanUp m) => new(new UserId(m.UserId), m.ReplyTo.ToDomain());
}
