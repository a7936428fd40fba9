using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>Messages from a sender's connection to a group.</summary>
internal static class GroupSendMapping
{
    public static Remoting.SendMessage ToSchema(GroupCommands.SendMessage c) => new()
    {
        GroupId = c.GroupId.Value,
        Session = c.Session.ToSchema(),
        N = c.N,
        Oldest = c.Oldest,
        Sender = c.Sender.Value,
        SenderDevice = c.SenderDevice.Value,
        ClientMessageId = c.ClientMessageId.Value,
        Body = c.Body.ToSchema(),
        Floor = c.Floor,
    };

    public static GroupCommands.SendMessage ToDomain(Remoting.SendMessage m) => new(
        new GroupId(m.GroupId), m.Session.ToDomain(), m.N, m.Oldest, new UserId(m.Sender), new DeviceId(m.SenderDevice),
        new ClientMessageId(m.ClientMessageId), m.Body.ToDomain(), m.Floor);

    public static Remoting.CleanUp ToSchema(GroupCommands.CleanUp c) => new() { GroupId = c.GroupId.Value, ReplyTo = c.ReplyTo.ToSchema() };

    public static GroupCommands.CleanUp ToDomain(Remoting.CleanUp m) => new(new GroupId(m.GroupId), m.ReplyTo.ToDomain());
}
