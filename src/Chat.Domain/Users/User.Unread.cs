using Chat.Domain.Groups;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Groups;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// What the user has not read (protocol rule 8). Of his own conversations this entity knows; of groups it keeps what each of them counted when it
/// last spoke, for a group that lets a sleeper sleep does not tell him how much there is.
/// </summary>
public sealed partial class User
{
    /// <summary>Over all conversations that are not muted.</summary>
    public int Unread
    {
        get
        {
            var sum = 0;
            foreach (var conversation in State.Conversations.All)
                if (!conversation.IsGroup && !conversation.Settings.IsMutedAt(_now))
                    sum += conversation.Unread;
            foreach (var known in State.Groups.All)
                if (FindPlace(known.Id) is null) sum += Countable(known.Id, known.Unread, known.Latest);
            foreach (var place in Places)
                sum += Countable(place.Id, place.Unread, place.Latest);
            return sum;
        }
    }

    private int Countable(GroupId group, int unread, long latest)
    {
        if (unread == 0 || latest < ExpiredStamp) return 0;
        return State.Conversations.Find(group) is { } conversation && conversation.Settings.IsMutedAt(_now) ? 0 : unread;
    }

    private int UnreadIn(Conversation conversation)
    {
        if (conversation.With.Group is not { } group) return conversation.Unread;
        if (FindPlace(group) is { } place) return place.Latest < ExpiredStamp ? 0 : place.Unread;
        return State.Groups.Find(group) is { } known && known.Latest >= ExpiredStamp ? known.Unread : 0;
    }

    /// <summary>Messages with a lower stamp have expired.</summary>
    private long ExpiredStamp => CutoffAt(_now) / 1000 * MessageId.StampsPerSecond;

    /// <summary>
    /// A group has told how much is unread up to its head. It does not count while it has not heard what has been read meanwhile, nor when
    /// something newer has been heard.
    /// </summary>
    private void Counted(GroupPlace place, int? unread, long head, IReadOnlyList<GroupEntry> entries)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
            if (entries[i] is GroupMessage message)
            {
                place.Latest = Math.Max(place.Latest, message.MessageId.Stamp);
                break;
            }

        if (unread is not { } count || head <= place.CountedAt || place.Read > place.ReadConfirmed) return;
        place.CountedAt = head;
        if (count == place.Unread) return;
        place.Unread = count;
        _touchedPlaces.Add(place); // goes with the next marks; worth no row of its own
    }

    /// <summary>Whoever has read the newest message has read all; what is left otherwise the group tells when it has heard of it.</summary>
    private void ReadLocally(GroupPlace place, DeviceId device, long now, Effects effects)
    {
        if (place.Read >= place.Latest) place.Unread = 0;
        place.Latest = Math.Max(place.Latest, place.Read);
        _touchedPlaces.Add(place);
        EchoRead(place, State.Devices.Find(device)?.Id, now, effects);
    }

    /// <summary>The group has heard what has been read, and counts the rest.</summary>
    private void ReadCounted(GroupPlace place, UserCommands.GroupProgressRecorded c, long now, Effects effects)
    {
        if (c.Unread is not { } count || c.Head < place.CountedAt || place.Read > place.ReadConfirmed) return;
        place.CountedAt = c.Head;
        if (count == place.Unread) return;
        place.Unread = count;
        _touchedPlaces.Add(place);
        if (State.Conversations.Find(place.Id) is not { Live.Read: > 0 }) return;
        EchoRead(place, null, now, effects); // the count that was told was a guess
        PumpAll(now, effects);
    }

    /// <summary>To his other devices, and to those that come back (as in 1:1).</summary>
    private void EchoRead(GroupPlace place, DeviceId? readOn, long now, Effects effects)
    {
        if (State.Devices.All.All(d => d.Id == readOn)) return;
        if (State.Conversations.Count >= MessageId.MaxConversation && State.Conversations.Find(place.Id) is null) return;
        var conversation = State.Conversations.FindOrOpen(place.Id);
        (conversation.PeerEntity, conversation.PeerConversation) = (place.Number, MessageId.GroupConversation);
        conversation.Live.Read = Math.Max(conversation.Live.Read, place.Read);
        PlaceMark(conversation, EntryKind.ReadEcho, null, readOn, now, effects);
    }
}
