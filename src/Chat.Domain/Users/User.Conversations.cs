using Chat.Domain.Connections;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>The list of conversations, and how the user wants each to be treated, in step on all his devices.</summary>
public sealed partial class User
{
    /// <summary>Decided one after the other: the next builds on what the one before will have made.</summary>
    private Dictionary<ConversationPartner, ConversationSettings>? _settingsUnderway;

    private void SetConversation(UserCommands.SetConversation c, long now, Effects effects)
    {
        var number = c.With.Group is { } group ? NumberOf(group) : 0;
        if (number is null || State.Conversations.Count >= MessageId.MaxConversation && State.Conversations.Find(c.With) is null)
        {
            effects.Tell(c.ReplyTo, new ConnectionMessages.Failed(ErrorCode.InvalidValue, "There is no such conversation."));
            return;
        }

        CreateIfNew(now, effects);
        var conversation = State.Conversations.FindOrOpen(c.With);
        ConversationSettings? underway = _settingsUnderway is not null && _settingsUnderway.TryGetValue(c.With, out var issued) ? issued : null;
        var before = underway ?? conversation.Settings;
        var muted = c.Muted ?? before.Muted;
        var until = c.Muted is null ? before.MutedUntil : muted ? c.MutedUntil : null;
        var settings = new ConversationSettings(muted, until, c.Archived ?? before.Archived);
        if (settings == before && underway is null)
        {
            effects.Tell(c.ReplyTo, new ConnectionMessages.ConversationIs(settings)); // asked again
            return;
        }

        var set = new UserEvents.ConversationSet(conversation.Number, c.With, number.Value, settings, NextEntryPosition(), now);
        (_settingsUnderway ??= [])[c.With] = settings;
        _pending.ReplyWhenCommitted(set, c.ReplyTo, new ConnectionMessages.ConversationIs(settings));
        Persist(set, effects);
    }

    private void ConversationSetCommitted(long now, Effects effects)
    {
        if (_pending.Positions.Count == 0) _settingsUnderway = null;
        PumpAll(now, effects);
    }

    /// <summary>Null where we have never heard of the group.</summary>
    private long? NumberOf(GroupId group) => FindPlace(group)?.Number ?? State.Groups.Find(group)?.Number;

    private void ListConversations(UserCommands.GetConversations c, Effects effects)
    {
        var all = new List<ConversationInfo>();
        foreach (var conversation in State.Conversations.All)
            if (!conversation.IsGroup && conversation.IsCommitted)
                all.Add(InfoOf(conversation));
        all.AddRange(GroupCounts.Select(InfoOf));
        var page = all
            .Where(i => c.Archived is null || i.Settings.Archived == c.Archived)
            .Where(i => c.After is not { } after || Compare(i, after.Activity, after.Id) > 0)
            .ToList();
        page.Sort(static (a, b) => Compare(a, b.Activity, b.With.Id));
        var more = page.Count > c.Max;
        if (more) page.RemoveRange(c.Max, page.Count - c.Max);
        effects.Tell(c.ReplyTo, new ConnectionMessages.ConversationList(page, Unread, more));
    }

    /// <summary>The newest activity first.</summary>
    private static int Compare(ConversationInfo info, long activity, string id)
    {
        var byActivity = activity.CompareTo(info.Activity);
        return byActivity != 0 ? byActivity : string.CompareOrdinal(info.With.Id, id);
    }

    private ConversationInfo InfoOf(Conversation c)
    {
        var own = c.LastOutgoing > c.LastIncoming;
        var last = own ? c.PeerId(c.LastOutgoing) : c.OwnId(c.LastIncoming, Number);
        return new ConversationInfo(
            c.With, last, own, BodyOf(last), last.UnixMilliseconds, c.Unread, Now(c.Settings), c.OwnId(c.Live.Read, Number),
            Math.Max(c.LastIncoming, c.LastOutgoing));
    }

    private ConversationInfo InfoOf(GroupCount group)
    {
        var read = Math.Max(State.Conversations.Find(group.Id)?.Live.Read ?? 0, FindPlace(group.Id)?.Read ?? 0);
        var last = IdIn(group, group.Latest);
        return new ConversationInfo(
            group.Id, last, false, null, last.UnixMilliseconds, group.Unread, Now(SettingsOf(group.Id)), IdIn(group, read), group.Latest);
    }

    private static MessageId IdIn(in GroupCount group, long stamp) =>
        stamp == 0 ? default : new MessageId(stamp, group.Number, MessageId.GroupConversation);

    /// <summary>A mute that has run out is none.</summary>
    private ConversationSettings Now(ConversationSettings settings) =>
        settings.Muted && !settings.IsMutedAt(_now) ? settings with { Muted = false, MutedUntil = null } : settings;

    /// <summary>The newest messages wait here as long as some device has not got them.</summary>
    private MessageBody? BodyOf(MessageId id)
    {
        if (id.IsNone) return null;
        foreach (var entry in State.Inbox.Entries)
            if (entry.MessageId == id)
                return entry.Row switch
                {
                    UserEvents.MessageQueued message => message.Body,
                    UserEvents.EchoQueued echo => echo.Body,
                    _ => null,
                };
        return null;
    }
}
