using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>Commands from the connections of those who watch a user's presence.</summary>
internal static class PresenceCommandMapping
{
    public static Remoting.SubscribePresence ToSchema(UserCommands.SubscribePresence c) =>
        new() { UserId = c.UserId.Value, Subscriber = c.Subscriber.ToSchema() };

    public static UserCommands.SubscribePresence ToDomain(Remoting.SubscribePresence m) =>
        new(new UserId(m.UserId), m.Subscriber.ToDomain());

    public static Remoting.UnsubscribePresence ToSchema(UserCommands.UnsubscribePresence c) =>
        new() { UserId = c.UserId.Value, Subscriber = c.Subscriber.ToSchema() };

    public static UserCommands.UnsubscribePresence ToDomain(Remoting.UnsubscribePresence m) =>
        new(new UserId(m.UserId), m.Subscriber.ToDomain());
}
