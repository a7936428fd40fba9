using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// What devices say that they have: acks of messages move a device's cursor, the contiguous prefix (D2), and what else it has been shown moves
/// another (P4). What all of them have leaves memory, and the inbox once the journal knows.
/// </summary>
public sealed partial class User
{
    private void Acknowledge(UserCommands.AcknowledgeDelivery c, long now, Effects effects)
    {
        if (IsOfRemovedDevice(c.Connection)) return;
        var attachment = _attachments.Find(a => a.Connection == c.Connection);
        if ((attachment?.Device ?? State.Devices.Find(c.Device)) is not { } device) return;
        attachment ??= _attachments.Find(a => a.Device == device); // from the connection before: what it frees, it frees here
        foreach (var id in c.MessageIds)
        {
            if (id.Entity == Number) Acknowledge(device, attachment, id, now);
            else AcknowledgeGroup(device, attachment, id, now, effects);
        }

        if (c.Groups.Count > 0) AcknowledgeGroups(c.Groups, device, attachment, now, effects);
        if (c.Position is { } position)
            AdvanceTo(device, attachment, Math.Min(position, State.Head), now); // D4
        ScheduleReceipts(now, effects);
        if (attachment is not null) Pump(attachment, now, effects);
    }

    private void Acknowledge(Device device, Attachment? attachment, MessageId id, long now)
    {
        InboxEntry? gap = null; // the first message before it that is not acknowledged
        foreach (var entry in State.Inbox.Between(device.Cursor, State.Head))
        {
            if (entry.Kind != EntryKind.Message || device.HasAcknowledged(entry.Position)) continue;
            if (entry.MessageId != id)
            {
                if (entry.MessageId > id) return; // acknowledged before, or never sent
                gap ??= entry;
                continue;
            }

            if (entry.Position <= attachment?.SentUpTo) attachment.Unacknowledged--;
            if (gap is null) AdvanceCursor(device, ContiguousFrom(device, entry), now);
            else device.AcknowledgeAhead(entry.Position); // D2: frees credit, moves no cursor
            return;
        }
    }

    /// <summary>The last message that, starting with this one, is acknowledged without a hole.</summary>
    private long ContiguousFrom(Device device, InboxEntry entry)
    {
        var position = entry.Position;
        foreach (var next in State.Inbox.Between(position, State.Head))
        {
            if (next.Kind != EntryKind.Message) continue;
            if (!device.HasAcknowledged(next.Position)) break;
            position = next.Position;
        }

        return position;
    }

    /// <summary>A cumulative position: everything up to it is stored, of every kind.</summary>
    private void AdvanceTo(Device device, Attachment? attachment, long position, long now)
    {
        if (attachment is not null)
            foreach (var entry in State.Inbox.Between(Math.Min(device.Cursor, device.Shown), Math.Min(position, attachment.SentUpTo)))
                if (Counts(attachment, entry) && !IsDone(device, entry))
                    attachment.Unacknowledged--;
        AdvanceShown(device, position, now);
        AdvanceCursor(device, position, now);
    }

    private void AdvanceCursor(Device device, long position, long now)
    {
        if (position <= device.Cursor) return;
        var deliveredBefore = State.Devices.DeliveredUpTo;
        var from = device.Cursor;
        device.AdvanceCursor(position);
        _touchedDevices.Add(device);
        foreach (var entry in State.Inbox.Between(from, position))
        {
            if (entry.Kind != EntryKind.Message) continue;
            Touch(device, now);
            if (entry.Position > deliveredBefore) Delivered(entry, now);
            UnloadIfDelivered(entry);
        }
    }

    private void ConfirmShown(UserCommands.ConfirmShown c, long now, Effects effects)
    {
        if (IsOfRemovedDevice(c.Connection)) return;
        if (State.Devices.Find(c.Device) is not { } device) return;
        if (c.Groups.Count > 0) ConfirmGroupsShown(c.Groups, device, now, effects);
        AdvanceShown(device, Math.Min(c.Position, State.Head), now);
        if (_attachments.Find(a => a.Device == device) is { Sync: true } attachment) CountUnacknowledged(attachment);
    }

    /// <summary>Anew, where entries have gone otherwise than by an ack of this attachment; else its window would shrink for good.</summary>
    private void CountUnacknowledged(Attachment to)
    {
        to.Unacknowledged = 0;
        foreach (var entry in State.Inbox.Between(Math.Min(to.Device.Cursor, to.Device.Shown), to.SentUpTo))
            if (Counts(to, entry) && !IsDone(to.Device, entry))
                to.Unacknowledged++;
    }

    private void EntriesExpired(long now, Effects effects)
    {
        foreach (var attachment in _attachments)
        {
            CountUnacknowledged(attachment);
            Pump(attachment, now, effects);
        }
    }

    private void AdvanceShown(Device device, long position, long now)
    {
        if (position <= device.Shown) return;
        var from = device.Shown;
        device.AdvanceShown(position);
        _touchedDevices.Add(device); // worth no row of its own: at worst a mark is shown again after a crash (P4)
        List<InboxEntry>? shown = null;
        foreach (var entry in State.Inbox.Between(from, position))
        {
            if (entry.Kind == EntryKind.Echo)
            {
                Touch(device, now); // its row goes only when the journal knows (R3)
                UnloadIfDelivered(entry);
            }
            else if (entry.IsMark && State.Devices.All.All(d => IsDone(d, entry))) (shown ??= []).Add(entry);
        }

        if (shown is null) return;
        foreach (var entry in shown)
            State.Inbox.Remove(entry);
    }

    /// <summary>What only a device that has gone had not been shown.</summary>
    private void RemoveShownMarks()
    {
        if (State.Devices.All.Count == 0) return;
        foreach (var entry in State.Inbox.Entries.Where(e => e.IsMark && State.Devices.All.All(d => IsDone(d, e))).ToList())
            State.Inbox.Remove(entry);
    }

    /// <summary>Memory for bodies goes as soon as nobody needs them; the entry stays until the journal knows (R3).</summary>
    private void UnloadIfDelivered(InboxEntry entry)
    {
        if (!entry.EchoOwed && State.Devices.All.All(d => IsDone(d, entry)))
            State.Inbox.Unload(entry);
    }
}
