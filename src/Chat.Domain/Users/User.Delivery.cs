using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// From the inbox to the devices: in order of position, within the window that a connection granted; what a device has acknowledged
/// moves its cursor. A socket is a hint, the inbox is the truth.
/// </summary>
public sealed partial class User
{
    private const int RowsAtOnce = 64;

    private void PumpAll(long now, Effects effects)
    {
        foreach (var attachment in _attachments)
            Pump(attachment, now, effects);
    }

    /// <summary>Inbox and groups in turn: whoever was second the last time is first, or with little credit one would starve the other (D3).</summary>
    private void Pump(Attachment to, long now, Effects effects)
    {
        to.GroupsFirst = !to.GroupsFirst;
        if (to.GroupsFirst) PumpGroups(to, now, effects);
        PumpInbox(to, effects);
        PumpGroups(to, now, effects);
    }

    private void PumpInbox(Attachment to, Effects effects)
    {
        if (to.Loading) return;
        while (State.Inbox.After(to.SentUpTo) is { } entry)
        {
            if (!IsDone(to.Device, entry))
            {
                if (Counts(to, entry) && to.Credit <= 0) return;
                if (!entry.IsMark && entry.Row is null)
                {
                    to.Loading = true;
                    effects.Load = (entry.SequenceNr, RowsAtOnce);
                    return;
                }

                Push(to, entry, effects);
                if (Counts(to, entry)) to.Unacknowledged++;
            }

            to.SentUpTo = entry.Position;
        }

        to.InboxCaughtUp = true;
        TellCaughtUp(to, effects);
    }

    /// <summary>Once, when inbox and groups have been pushed; a group that cannot be reached is not waited for (D3).</summary>
    private void TellCaughtUp(Attachment to, Effects effects)
    {
        if (to.CaughtUp || !to.InboxCaughtUp) return;
        List<GroupPosition>? groups = null;
        foreach (var place in Places)
        {
            if (place.CursorOf(to.Device) is not { } cursor || cursor.Attempts > 0) continue;
            if (cursor.Queued || cursor.Pull != 0) return;
            if (cursor.HasPulled) (groups ??= []).Add(new GroupPosition(place.Id, cursor.SentUpTo));
        }

        to.CaughtUp = true;
        effects.Tell(to.Connection, new ConnectionMessages.CaughtUp(State.Head)
        {
            Previous = to.LastPushed++,
            Groups = groups ?? (IReadOnlyList<GroupPosition>)[],
            UnreadCount = Unread,
        });
    }

    /// <summary>Whether the device has it, or never gets it: its own echo, its own reading.</summary>
    private static bool IsDone(Device device, InboxEntry entry) => entry.Kind switch
    {
        EntryKind.Message => device.HasAcknowledged(entry.Position),
        EntryKind.Echo => entry.OriginDevice == device.Number || entry.Position <= device.Shown,
        EntryKind.ReadEcho => entry.ReadOn == device.Id || entry.Position <= device.Shown,
        _ => entry.Position <= device.Shown,
    };

    /// <summary>What takes credit: messages, and what else carries a body where the device can acknowledge it.</summary>
    private static bool Counts(Attachment to, InboxEntry entry) => entry.Kind == EntryKind.Message || entry.Kind == EntryKind.Echo && to.Sync;

    private void Push(Attachment to, InboxEntry entry, Effects effects)
    {
        var conversation = State.Conversations.Find(entry.Conversation)!;
        ref var live = ref conversation.Live;
        PushedFrame frame = entry.Kind switch
        {
            EntryKind.Message when entry.Row is UserEvents.MessageQueued m =>
                new ConnectionMessages.PushMessage(entry.Position, m.MessageId, m.Sender, m.Body, m.At),
            EntryKind.Echo when entry.Row is UserEvents.EchoQueued e =>
                new ConnectionMessages.PushEcho(entry.Position, e.MessageId, e.Recipient, e.Device, e.ClientMessageId, e.Body, e.At),
            EntryKind.PeerDelivered => new ConnectionMessages.PushDelivered(
                entry.Position, conversation.Peer, Ids(entry, conversation.PeerId(live.PeerDelivered)), conversation.PeerId(live.PeerDelivered), live.PeerDeliveredTime),
            EntryKind.PeerRead => new ConnectionMessages.PushRead(
                entry.Position, conversation.Peer, Ids(entry, conversation.PeerId(live.PeerRead)), conversation.PeerId(live.PeerRead), live.PeerReadTime),
            EntryKind.ReadEcho => new ConnectionMessages.PushReadEcho(
                entry.Position, conversation.Peer, conversation.ReadId(live.Read, Number), UnreadIn(conversation), Unread, entry.ReadOn)
            {
                Group = conversation.With.Group,
            },
            EntryKind.Settings => new ConnectionMessages.PushConversationEcho(entry.Position, conversation.With, conversation.Settings),
            _ => throw new InvalidOperationException($"Row {entry.SequenceNr} does not hold the {entry.Kind} that the inbox says."),
        };
        effects.Tell(to.Connection, frame with { Previous = to.LastPushed++ });
    }

    private static List<MessageId> Ids(InboxEntry entry, MessageId upTo) => entry.Ids ?? [upTo];

    /// <summary>Rows from the journal, asked for by <see cref="Effects.Load"/>. After an empty answer they are asked for again a moment later.</summary>
    public void RowsLoaded(IReadOnlyList<(long SequenceNr, UserEvent Event)> rows, long now, Effects effects)
    {
        NoticeTime(now);
        if (rows.Count == 0)
        {
            _loadsDue = now + LoadRetryMs;
            return;
        }

        var bySequence = rows.ToDictionary(r => r.SequenceNr, r => r.Event);
        var loaded = new List<InboxEntry>();
        foreach (var entry in State.Inbox.Entries)
            if (!entry.IsMark && entry.Row is null && bySequence.TryGetValue(entry.SequenceNr, out var row))
            {
                State.Inbox.Load(entry, row);
                loaded.Add(entry);
                if (entry.EchoOwed && row is UserEvents.MessageQueued message) effects.Tell(ToEcho(message));
            }

        ContinueLoading(now, effects);
        ForgetPushed(loaded);
    }

    private void ContinueLoading(long now, Effects effects)
    {
        _loadsDue = long.MaxValue;
        foreach (var attachment in _attachments)
            attachment.Loading = false;
        PumpAll(now, effects);
    }

    /// <summary>A device that catches up leaves nothing behind in memory for the others that do not (R4).</summary>
    private void ForgetPushed(List<InboxEntry> loaded)
    {
        foreach (var entry in loaded)
            if (State.Inbox.Loaded > _limits.BodiesInMemory && _attachments.TrueForAll(a => a.SentUpTo >= entry.Position))
                State.Inbox.Unload(entry);
    }

    private long _loadsDue = long.MaxValue;

    private const long LoadRetryMs = 1_000;

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
