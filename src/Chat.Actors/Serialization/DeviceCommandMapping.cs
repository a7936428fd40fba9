using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>Commands from the user's own connections.</summary>
internal static class DeviceCommandMapping
{
    public static Remoting.AttachDevice ToSchema(UserCommands.AttachDevice c)
    {
        var result = new Remoting.AttachDevice
        {
            UserId = c.UserId.Value, Connection = c.Connection.ToSchema(), Device = c.Device.Value, Sync = c.Sync,
            TokenIssuedAt = c.TokenIssuedAt, Window = c.Window,
        };
        if (c.Platform is { } platform) result.Platform = platform;
        if (c.AppVersion is { } version) result.AppVersion = version;
        if (c.Epoch is { } epoch) result.Epoch = epoch;
        if (c.Position is { } position) result.Position = position;
        if (c.Displaces is { } displaces) result.Displaces = displaces;
        result.Groups.AddAll(c.Groups);
        return result;
    }

    public static UserCommands.AttachDevice ToDomain(Remoting.AttachDevice m) => new(
        new UserId(m.UserId), m.Connection.ToDomain(), new DeviceId(m.Device), m.HasPlatform ? m.Platform : null,
        m.HasAppVersion ? m.AppVersion : null, m.Sync, m.TokenIssuedAt, m.HasEpoch ? m.Epoch : null,
        m.HasPosition ? m.Position : null, m.Window)
    {
        Groups = m.Groups.ToPositions(),
        Displaces = m.HasDisplaces ? m.Displaces : null,
    };

    public static Remoting.RenewAttachment ToSchema(UserCommands.RenewAttachment c) => new()
    {
        UserId = c.UserId.Value, Connection = c.Connection.ToSchema(), Device = c.Device.Value, Incarnation = c.Incarnation,
        Received = c.Received,
    };

    public static UserCommands.RenewAttachment ToDomain(Remoting.RenewAttachment m) =>
        new(new UserId(m.UserId), m.Connection.ToDomain(), new DeviceId(m.Device), m.Incarnation) { Received = m.Received };

    public static Remoting.DetachDevice ToSchema(UserCommands.DetachDevice c) =>
        new() { UserId = c.UserId.Value, Connection = c.Connection.ToSchema(), Device = c.Device.Value };

    public static UserCommands.DetachDevice ToDomain(Remoting.DetachDevice m) =>
        new(new UserId(m.UserId), m.Connection.ToDomain(), new DeviceId(m.Device));

    public static Remoting.AcknowledgeDelivery ToSchema(UserCommands.AcknowledgeDelivery c)
    {
        var result = new Remoting.AcknowledgeDelivery
        {
            UserId = c.UserId.Value, Connection = c.Connection.ToSchema(), Device = c.Device.Value,
        };
        result.MessageIds.AddAll(c.MessageIds);
        if (c.Position is { } position) result.Position = position;
        result.Groups.AddAll(c.Groups);
        return result;
    }

    public static UserCommands.AcknowledgeDelivery ToDomain(Remoting.AcknowledgeDelivery m) => new(
        new UserId(m.UserId), m.Connection.ToDomain(), new DeviceId(m.Device), m.MessageIds.ToIds(), m.HasPosition ? m.Position : null)
    {
        Groups = m.Groups.ToPositions(),
    };

    public static Remoting.ConfirmShown ToSchema(UserCommands.ConfirmShown c)
    {
        var result = new Remoting.ConfirmShown
        {
            UserId = c.UserId.Value, Connection = c.Connection.ToSchema(), Device = c.Device.Value, Position = c.Position,
        };
        result.Groups.AddAll(c.Groups);
        return result;
    }

    public static UserCommands.ConfirmShown ToDomain(Remoting.ConfirmShown m) =>
        new(new UserId(m.UserId), m.Connection.ToDomain(), new DeviceId(m.Device), m.Position) { Groups = m.Groups.ToPositions() };

    public static Remoting.MarkRead ToSchema(UserCommands.MarkRead c)
    {
        var result = new Remoting.MarkRead { UserId = c.UserId.Value, Connection = c.Connection.ToSchema(), Device = c.Device.Value };
        result.MessageIds.AddAll(c.MessageIds);
        return result;
    }

    public static UserCommands.MarkRead ToDomain(Remoting.MarkRead m) =>
        new(new UserId(m.UserId), m.Connection.ToDomain(), new DeviceId(m.Device), m.MessageIds.ToIds());
}
