using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Groups;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// The member's side of groups: what a group tells is pushed to the devices whose turn it is (G5), within the credit that they share with
/// the inbox (D3); the others pull. Bodies are never kept here: the group's log is the buffer.
/// </summary>
public sealed partial class User
{
    private Dictionary<GroupId, GroupPlace>? _places;
    private Dictionary<long, GroupPlace>? _placesByNumber;

    /// <summary>What the journal does not name cannot be asked after a crash, and what is read of it finds no group: this soon it names a new one.</summary>
    private const long NewGroupMs = 1_000;

    private IEnumerable<GroupPlace> Places => _places?.Values ?? Enumerable.Empty<GroupPlace>();

    private void HearGroup(UserCommands.GroupFanout c, long now, Effects effects)
    {
        CreateIfNew(now, effects);
        var place = PlaceOf(c.Group, c.GroupNumber, c.Released, now);
        if (place.Released >= place.Known) place.ProgressAt = now; // begins to lag
        place.Known = Math.Max(place.Known, c.Head);
        Counted(place, c.Unread, c.Head, c.Entries);
        TakeReadEarly(place, now, effects);
        if (c.Entries.Count > 0) PushLive(place, c.Previous, c.Entries, now, effects);
        PumpLagging(place, now, effects);
        AnswerFanout(place, c.Token, c.Head, repeats: c.Entries.Count == 0, now, effects);
        if (!place.Note) GroupDueBy(place.ProgressAt + UnacknowledgedMs);
    }

    /// <summary>
    /// The place of a group that has spoken. Where nothing is known of our devices, they are where the group says that all have everything;
    /// a cursor in the journal may be older than what was told to the group.
    /// </summary>
    private GroupPlace PlaceOf(GroupId group, long number, long released, long now)
    {
        var place = FindPlace(group) ?? AddPlace(group, number, now);
        if (!place.IsLocated) Locate(place, released);
        if (released <= place.Released) return place;
        place.Base = released;
        foreach (var cursor in place.Cursors)
            if (AttachmentOf(cursor.Device) is null) cursor.MoveTo(released); // one that is attached goes on where it is, without a hole
        return place;
    }

    private GroupPlace? FindPlace(GroupId group) => _places?.GetValueOrDefault(group);

    private GroupPlace AddPlace(GroupId group, long number, long now)
    {
        var place = new GroupPlace(group, number, _random.NextInt64(1, long.MaxValue / 2)) { ProgressAt = now };
        (_places ??= []).Add(group, place);
        (_placesByNumber ??= [])[number] = place;
        if (State.Groups.Find(group) is { } known && known.Number == number)
        {
            place.Note = known.Noted;
            place.Read = known.Read;
            (place.Unread, place.Latest, place.CountedAt) = (known.Unread, known.Latest, known.CountedAt);
            place.ReadKept = known.Read > 0;
            place.HistoryTold = known.HistoryTold;
            if (place.ReadKept) OweProgress(place, now);
        }
        else
        {
            _touchedPlaces.Add(place);
            DueWithin(now, NewGroupMs);
            if (!State.HistoryChoice.On) place.HistoryTold = State.HistoryChoice.At; // it assumes that of everybody
        }

        place.HistoryAt = State.HistoryChoice.At;
        if (place.OwesHistory) OweProgress(place, now);

        return place;
    }

    private void Locate(GroupPlace place, long released)
    {
        place.IsLocated = true;
        place.Base = released;
        var known = State.Groups.Find(place.Id);
        foreach (var device in State.Devices.All)
        {
            var cursor = new DeviceCursor(device, Math.Max(known?.PositionOf(device.Number) ?? 0, released));
            place.Cursors.Add(cursor);
            if (AttachmentOf(device) is { } attachment) cursor.Begin(attachment.Claimed(place.Id));
        }
    }

    /// <summary>Entries as they come: to each device whose next ones they are.</summary>
    private void PushLive(GroupPlace place, long previous, IReadOnlyList<GroupEntry> entries, long now, Effects effects)
    {
        foreach (var attachment in _attachments)
        {
            if (place.CursorOf(attachment.Device) is not { } cursor) continue;
            var from = Recent.Index(previous, entries, cursor.SentUpTo);
            if (from < 0) place.Recent.Add(previous, entries);
            else Push(place, attachment, cursor, entries, from, now, effects);
        }
    }

    /// <summary>Pushes what fits into the credit (D2); the rest is pulled once there is more.</summary>
    private void Push(
        GroupPlace place, Attachment to, DeviceCursor cursor, IReadOnlyList<GroupEntry> entries, int from, long now, Effects effects)
    {
        for (var i = from; i < entries.Count; i++)
        {
            var entry = entries[i];
            var message = entry as GroupMessage;
            if (message is not null && message.SenderDevice == cursor.Device.Id && message.Sender == _id)
                cursor.Outstanding.Add(entry.Position, 0, acknowledged: true); // it sent the message itself
            else
            {
                if (message is not null && to.GroupCredit <= 0) break;
                effects.Tell(to.Connection, new ConnectionMessages.PushGroupEntry(place.Id, entry) { Previous = to.LastPushed++ });
                cursor.Outstanding.Add(entry.Position, message?.MessageId.Stamp ?? 0, acknowledged: false);
                if (message is not null) to.GroupUnacknowledged++;
            }

            cursor.SentUpTo = entry.Position;
        }

        if (cursor.Settle()) Progressed(place, now, effects);
    }

    private void GroupDeviceRegistered(Device device)
    {
        foreach (var place in Places)
            if (place.IsLocated && place.CursorOf(device) is null)
                place.Cursors.Add(new DeviceCursor(device, place.Delivered)); // D1
    }

    private void GroupDeviceGone(DeviceId device, long now, Effects effects)
    {
        foreach (var place in Places)
        {
            place.Base = Math.Max(place.Base, place.Released);
            if (place.Cursors.RemoveAll(c => c.Device.Id == device && State.Devices.Find(c.Device.Number) is null) > 0)
                Progressed(place, now, effects);
        }
    }

    private Attachment? AttachmentOf(Device device)
    {
        foreach (var attachment in _attachments)
            if (attachment.Device == device)
                return attachment;
        return null;
    }
}
