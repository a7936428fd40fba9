using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>Commands from a sender's connection to the recipient's entity.</summary>
internal static class SendCommandMapping
{
    public static Remoting.SendMessage ToSchema(UserCommands.SendMessage c) => new()
    {
        UserId = c.UserId.Value,
        Session = c.Session.ToSchema(),
        N = c.N,
        Oldest = c.Oldest,
        Sender = c.Sender.Value,
        SenderDevice = c.SenderDevice.Value,
        ClientMessageId = c.ClientMessageId.Value,
        Body = c.Body.ToSchema(),
        Floor = c.Floor,
        EchoOwed = c.EchoOwed,
    };

    public static UserCommands.SendMessage ToDomain(Remoting.SendMessage m) => new(
        new UserId(m.UserId), m.Session.ToDomain(), m.N, m.Oldest, new UserId(m.Sender), new DeviceId(m.SenderDevice),
        new ClientMessageId(m.ClientMessageId), m.Body.ToDomain(), m.Floor, m.EchoOwed);

    public static Remoting.NotifyTyping ToSchema(UserCommands.NotifyTyping c) =>
        new() { UserId = c.UserId.Value, From = c.From.Value, Start = c.Start };

    public static UserCommands.NotifyTyping ToDomain(Remoting.NotifyTyping m) => new(new UserId(m.UserId), new UserId(m.From), m.Start);
}
