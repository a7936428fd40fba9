using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Stored = Chat.Protocol.Schema.Journal;

namespace Chat.Actors.Serialization;

/// <summary>The events about devices and their tokens.</summary>
internal static class DeviceEventMapping
{
    public static Stored.DeviceRegistered ToSchema(UserEvents.DeviceRegistered e)
    {
        var result = new Stored.DeviceRegistered { Number = e.Number, Device = e.Device.Value, Cursor = e.Cursor, At = e.At };
        if (e.Platform is { } platform) result.Platform = platform;
        if (e.AppVersion is { } version) result.AppVersion = version;
        return result;
    }

    public static UserEvents.DeviceRegistered ToDomain(Stored.DeviceRegistered m) => new(
        m.Number, new DeviceId(m.Device), m.HasPlatform ? m.Platform : null, m.HasAppVersion ? m.AppVersion : null, m.Cursor, m.At);

    public static Stored.DeviceRemoved ToSchema(UserEvents.DeviceRemoved e) =>
        new() { Device = e.Device.Value, ValidFrom = e.ValidFrom, At = e.At };

    public static UserEvents.DeviceRemoved ToDomain(Stored.DeviceRemoved m) => new(new DeviceId(m.Device), m.ValidFrom, m.At);

    public static Stored.DeviceRenamed ToSchema(UserEvents.DeviceRenamed e)
    {
        var result = new Stored.DeviceRenamed { Device = e.Device.Value, At = e.At };
        if (e.Name is { } name) result.Name = name;
        return result;
    }

    public static UserEvents.DeviceRenamed ToDomain(Stored.DeviceRenamed m) => new(new DeviceId(m.Device), m.HasName ? m.Name : null, m.At);

    public static Stored.TokensRevoked ToSchema(UserEvents.TokensRevoked e)
    {
        var result = new Stored.TokensRevoked { ValidFrom = e.ValidFrom, At = e.At };
        if (e.Device is { } device) result.Device = device.Value;
        if (e.Except is { } except) result.Except = except.Value;
        return result;
    }

    public static UserEvents.TokensRevoked ToDomain(Stored.TokensRevoked m) => new(
        m.HasDevice ? new DeviceId(m.Device) : null, m.ValidFrom, m.HasExcept ? new DeviceId(m.Except) : null, m.At);
}
