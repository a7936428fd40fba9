using Chat.Domain.Connections;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>What is told and never stored.</summary>
internal static class PresenceMapping
{
    public static Remoting.PresenceChanged ToSchema(ConnectionMessages.PresenceChanged m)
    {
        var result = new Remoting.PresenceChanged { UserId = m.UserId.Value, Online = m.Online };
        if (m.LastSeen is { } time) result.LastSeen = time;
        return result;
    }

    public static ConnectionMessages.PresenceChanged ToDomain(Remoting.PresenceChanged m) =>
        new(new UserId(m.UserId), m.Online, m.HasLastSeen ? m.LastSeen : null);

    public static Remoting.TypingChanged ToSchema(ConnectionMessages.TypingChanged m) => new() { From = m.From.Value, Start = m.Start };

    public static ConnectionMessages.TypingChanged ToDomain(Remoting.TypingChanged m) => new(new UserId(m.From), m.Start);
}
