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
            foreach (var group in GroupCounts)
                if (group.Unread > 0 && !SettingsOf(group.Id).IsMutedAt(_now))
                    sum += group.Unread;
            return sum;
        }
    }

    /// <summary>All groups that we know of. What is volatile knows better than the journal.</summary>
    private IEnumerable<GroupCount> GroupCounts => State.Groups.All.Where(known => FindPlace(known.Id) is null).Select(CountOf).Concat(Places.Select(CountOf));

    private GroupCount CountOf(GroupPlace place) => Count(place.Id, place.Number, place.Unread, place.Latest);

    private GroupCount CountOf(KnownGroup known) => Count(known.Id, known.Number, known.Unread, known.Latest);

    private GroupCount Count(GroupId id, long number, int unread, long latest) =>
        new(id, number, latest > 0 && latest < MessageId.StampAt(CutoffAt(_now)) ? 0 : unread, latest); // all of it has expired

    private int UnreadIn(Conversation conversation) =>
        conversation.With.Group is not { } group ? conversation.Unread
        : FindPlace(group) is { } place ? CountOf(place).Unread
        : State.Groups.Find(group) is { } known ? CountOf(known).Unread
        : 0;

    private ConversationSettings SettingsOf(ConversationPartner with) => State.Conversations.Find(with)?.Settings ?? default;

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
        if (CountIn(c) is not { } count || (c.Head < place.CountedAt || c.Read < place.CountedRead) && !c.IsForgotten || place.Read > place.ReadConfirmed) return;
        (place.CountedAt, place.CountedRead) = (c.Head, c.Read);
        place.IsCounted |= c.Incarnation == _incarnation;
        place.Latest = Math.Max(place.Latest, c.LastStamp);
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

    /// <param name="Unread">Of messages that have not expired, as the group counted when it last spoke.</param>
    /// <param name="Latest">Stamp of the newest message that we know of; 0 where of none.</param>
    private readonly record struct GroupCount(GroupId Id, long Number, int Unread, long Latest);
}
