using Chat.Domain.Connections;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>Messages about the attachment of a device.</summary>
internal static class AttachmentMapping
{
    public static Remoting.Attached ToSchema(ConnectionMessages.Attached m)
    {
        var result = new Remoting.Attached
        {
            Incarnation = m.Incarnation, Epoch = m.Epoch, Cursor = m.Cursor, UnreadCount = m.UnreadCount, Devices = m.Devices,
            PushedFrom = m.PushedFrom,
        };
        if (m.Recovered is { } recovered) result.Recovered = recovered;
        return result;
    }

    public static ConnectionMessages.Attached ToDomain(Remoting.Attached m) =>
        new(m.Incarnation, m.Epoch, m.HasRecovered ? m.Recovered : null, m.Cursor, m.UnreadCount, m.Devices) { PushedFrom = m.PushedFrom };

    public static Remoting.AttachRefused ToSchema(ConnectionMessages.AttachRefused m) =>
        new() { Code = m.Code.ToWire(), Close = (int)m.Close, Detail = m.Detail };

    public static ConnectionMessages.AttachRefused ToDomain(Remoting.AttachRefused m) =>
        new(ErrorCodeText.Parse(m.Code), (CloseCode)m.Close, m.Detail);

    public static Remoting.AttachContested ToSchema(ConnectionMessages.AttachContested m) => new() { BySession = m.BySession };

    public static ConnectionMessages.AttachContested ToDomain(Remoting.AttachContested m) => new(m.BySession);

    public static Remoting.AttachmentLost ToSchema(ConnectionMessages.AttachmentLost m) =>
        new() { UserId = m.UserId.Value, Incarnation = m.Incarnation };

    public static ConnectionMessages.AttachmentLost ToDomain(Remoting.AttachmentLost m) => new(new UserId(m.UserId), m.Incarnation);

    public static Remoting.DevicesChanged ToSchema(ConnectionMessages.DevicesChanged m) => new() { Devices = m.Devices, Previous = m.Previous };

    public static ConnectionMessages.DevicesChanged ToDomain(Remoting.DevicesChanged m) => new(m.Devices) { Previous = m.Previous };

    public static Remoting.CaughtUp ToSchema(ConnectionMessages.CaughtUp m)
    {
        var result = new Remoting.CaughtUp { Position = m.Position, Previous = m.Previous, UnreadCount = m.UnreadCount };
        result.Groups.AddAll(m.Groups);
        return result;
    }

    public static ConnectionMessages.CaughtUp ToDomain(Remoting.CaughtUp m) =>
        new(m.Position) { Previous = m.Previous, Groups = m.Groups.ToPositions(), UnreadCount = m.UnreadCount };

    public static Remoting.Close ToSchema(ConnectionMessages.Close m)
    {
        var result = new Remoting.Close { Code = (int)m.Code, Reason = m.Reason };
        if (m.BySession is { } session) result.BySession = session;
        return result;
    }

    public static ConnectionMessages.Close ToDomain(Remoting.Close m) =>
        new((CloseCode)m.Code, m.Reason, m.HasBySession ? m.BySession : null);
}
