using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting;
using Stored = Chat.Protocol.Schema.Journal;

namespace Chat.Actors.Serialization;

/// <summary>Conversations as their user sees them: settings and lists.</summary>
internal static class ConversationMapping
{
    public static Stored.ConversationSet ToSchema(UserEvents.ConversationSet e)
    {
        var result = new Stored.ConversationSet
        {
            Number = e.Number, Peer = PeerOf(e.With), Group = GroupOf(e.With), GroupNumber = e.GroupNumber, Muted = e.Settings.Muted,
            Archived = e.Settings.Archived, Position = e.Position, At = e.At,
        };
        if (e.Settings.MutedUntil is { } until) result.MutedUntil = until;
        return result;
    }

    public static UserEvents.ConversationSet ToDomain(Stored.ConversationSet m) => new(
        m.Number, Partner(m.Peer, m.Group), m.GroupNumber, new ConversationSettings(m.Muted, m.HasMutedUntil ? m.MutedUntil : null, m.Archived),
        m.Position, m.At);

    public static Remoting.SetConversation ToSchema(UserCommands.SetConversation c)
    {
        var result = new Remoting.SetConversation
        {
            UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema(), Peer = PeerOf(c.With), Group = GroupOf(c.With),
        };
        if (c.Muted is { } muted) result.Muted = muted;
        if (c.MutedUntil is { } until) result.MutedUntil = until;
        if (c.Archived is { } archived) result.Archived = archived;
        return result;
    }

    public static UserCommands.SetConversation ToDomain(Remoting.SetConversation m) => new(
        new UserId(m.UserId), m.ReplyTo.ToDomain(), Partner(m.Peer, m.Group), m.HasMuted ? m.Muted : null, m.HasMutedUntil ? m.MutedUntil : null,
        m.HasArchived ? m.Archived : null);

    public static Remoting.GetConversations ToSchema(UserCommands.GetConversations c)
    {
        var result = new Remoting.GetConversations { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema(), Max = c.Max };
        if (c.After is { } after) (result.AfterActivity, result.AfterId) = (after.Activity, after.Id);
        if (c.Archived is { } archived) result.Archived = archived;
        return result;
    }

    public static UserCommands.GetConversations ToDomain(Remoting.GetConversations m) => new(
        new UserId(m.UserId), m.ReplyTo.ToDomain(), m.Max, m.AfterId.Length > 0 ? (m.AfterActivity, m.AfterId) : null,
        m.HasArchived ? m.Archived : null);

    public static Remoting.PushConversationEcho ToSchema(ConnectionMessages.PushConversationEcho m)
    {
        var result = new Remoting.PushConversationEcho
        {
            Position = m.Position, Peer = PeerOf(m.With), Group = GroupOf(m.With), Muted = m.Settings.Muted, Archived = m.Settings.Archived,
            Previous = m.Previous,
        };
        if (m.Settings.MutedUntil is { } until) result.MutedUntil = until;
        return result;
    }

    public static ConnectionMessages.PushConversationEcho ToDomain(Remoting.PushConversationEcho m) => new(
        m.Position, Partner(m.Peer, m.Group), new ConversationSettings(m.Muted, m.HasMutedUntil ? m.MutedUntil : null, m.Archived))
    {
        Previous = m.Previous,
    };

    public static Remoting.ConversationIs ToSchema(ConnectionMessages.ConversationIs m)
    {
        var result = new Remoting.ConversationIs { Muted = m.Settings.Muted, Archived = m.Settings.Archived };
        if (m.Settings.MutedUntil is { } until) result.MutedUntil = until;
        return result;
    }

    public static ConnectionMessages.ConversationIs ToDomain(Remoting.ConversationIs m) =>
        new(new ConversationSettings(m.Muted, m.HasMutedUntil ? m.MutedUntil : null, m.Archived));

    public static Remoting.ConversationList ToSchema(ConnectionMessages.ConversationList m)
    {
        var result = new Remoting.ConversationList { TotalUnread = m.TotalUnread, HasMore = m.HasMore };
        result.Conversations.Capacity = m.Conversations.Count;
        foreach (var conversation in m.Conversations)
            result.Conversations.Add(ToSchema(conversation));
        return result;
    }

    public static ConnectionMessages.ConversationList ToDomain(Remoting.ConversationList m)
    {
        var conversations = new ConversationInfo[m.Conversations.Count];
        for (var i = 0; i < conversations.Length; i++)
            conversations[i] = ToDomain(m.Conversations[i]);
        return new ConnectionMessages.ConversationList(conversations, m.TotalUnread, m.HasMore);
    }

    private static Remoting.ConversationInfo ToSchema(ConversationInfo i)
    {
        var result = new Remoting.ConversationInfo
        {
            Peer = PeerOf(i.With), Group = GroupOf(i.With), Last = i.Last.ToSchema(), LastIsOwn = i.LastIsOwn, Body = i.Body?.ToSchema(), At = i.At,
            Unread = i.Unread, Muted = i.Settings.Muted, Archived = i.Settings.Archived, Read = i.Read.ToSchema(), Activity = i.Activity,
        };
        if (i.Settings.MutedUntil is { } until) result.MutedUntil = until;
        return result;
    }

    private static ConversationInfo ToDomain(Remoting.ConversationInfo m) => new(
        Partner(m.Peer, m.Group), m.Last.OrNone(), m.LastIsOwn, m.Body?.ToDomain(), m.At, m.Unread,
        new ConversationSettings(m.Muted, m.HasMutedUntil ? m.MutedUntil : null, m.Archived), m.Read.OrNone(), m.Activity);

    private static string PeerOf(ConversationPartner with) => with.IsGroup ? "" : with.Id;

    private static string GroupOf(ConversationPartner with) => with.IsGroup ? with.Id : "";

    private static ConversationPartner Partner(string peer, string group) => group.Length > 0 ? new GroupId(group) : new UserId(peer);
}
