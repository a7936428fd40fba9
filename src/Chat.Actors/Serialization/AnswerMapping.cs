using Chat.Domain.Connections;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>Answers to sends, to REST and to administration.</summary>
internal static class AnswerMapping
{
    public static Remoting.SendAccepted ToSchema(ConnectionMessages.SendAccepted m) => new()
    {
        Recipient = m.Entity.Id, ToGroup = IsGroup(m.Entity), N = m.N, ClientMessageId = m.ClientMessageId.Value,
        MessageId = m.MessageId.ToSchema(), Timestamp = m.Timestamp,
    };

    public static ConnectionMessages.SendAccepted ToDomain(Remoting.SendAccepted m) =>
        new(Entity(m.Recipient, m.ToGroup), m.N, new ClientMessageId(m.ClientMessageId), m.MessageId.OrNone(), m.Timestamp);

    public static Remoting.SendRefused ToSchema(ConnectionMessages.SendRefused m)
    {
        var result = new Remoting.SendRefused
        {
            Recipient = m.Entity.Id, ToGroup = IsGroup(m.Entity), N = m.N, ClientMessageId = m.ClientMessageId.Value, Code = m.Code.ToWire(),
            Detail = m.Detail,
        };
        if (m.Field is { } field) result.Field = field;
        if (m.RetryAfterMs is { } wait) result.RetryAfterMs = wait;
        return result;
    }

    public static ConnectionMessages.SendRefused ToDomain(Remoting.SendRefused m) => new(
        Entity(m.Recipient, m.ToGroup), m.N, new ClientMessageId(m.ClientMessageId), ErrorCodeText.Parse(m.Code), m.Detail,
        m.HasField ? m.Field : null, m.HasRetryAfterMs ? m.RetryAfterMs : null);

    public static Remoting.ResendFrom ToSchema(ConnectionMessages.ResendFrom m) => 
        new() { Recipient = m.Entity.Id, ToGroup = IsGroup(m.Entity), N = m.N };

    public static ConnectionMessages.ResendFrom ToDomain(Remoting.ResendFrom m) => new(Entity(m.Recipient, m.ToGroup), m.N);

    public static Remoting.Failed ToSchema(ConnectionMessages.Failed m) => new() { Code = m.Code.ToWire(), Detail = m.Detail };

    public static ConnectionMessages.Failed ToDomain(Remoting.Failed m) => new(ErrorCodeText.Parse(m.Code), m.Detail);

    public static Remoting.DeviceList ToSchema(ConnectionMessages.DeviceList m)
    {
        var result = new Remoting.DeviceList();
        foreach (var device in m.Devices)
            result.Devices.Add(ToSchema(device));
        return result;
    }

    public static ConnectionMessages.DeviceList ToDomain(Remoting.DeviceList m)
    {
        var devices = new DeviceInfo[m.Devices.Count];
        for (var i = 0; i < devices.Length; i++)
            devices[i] = ToDomain(m.Devices[i]);
        return new ConnectionMessages.DeviceList(devices);
    }

    public static Remoting.CleanedUp ToSchema(ConnectionMessages.CleanedUp m) => new() { RowsUpTo = m.RowsUpTo };

    public static ConnectionMessages.CleanedUp ToDomain(Remoting.CleanedUp m) => new(m.RowsUpTo);

    private static bool IsGroup(EntityAddress entity) => entity.Kind == EntityKind.Group;

    private static EntityAddress Entity(string id, bool isGroup) => new(isGroup ? EntityKind.Group : EntityKind.User, id);

    private static Remoting.DeviceInfo ToSchema(DeviceInfo d)
    {
        var result = new Remoting.DeviceInfo
        {
            Device = d.Device.Value, RegisteredAt = d.RegisteredAt, LastSeen = d.LastSeen, Online = d.Online,
        };
        if (d.Platform is { } platform) result.Platform = platform;
        if (d.AppVersion is { } version) result.AppVersion = version;
        if (d.Name is { } name) result.Name = name;
        if (d.SessionId is { } session) (result.SessionId, result.ConnectedAt) = (session, d.ConnectedAt);
        return result;
    }

    private static DeviceInfo ToDomain(Remoting.DeviceInfo m) => new(
        new DeviceId(m.Device), m.HasPlatform ? m.Platform : null, m.HasAppVersion ? m.AppVersion : null, m.RegisteredAt, m.LastSeen,
        m.Online)
    {
        Name = m.HasName ? m.Name : null,
        SessionId = m.HasSessionId ? m.SessionId : null,
        ConnectedAt = m.ConnectedAt,
    };
}
