using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// From the inbox to the devices: in order of position, within the window that a connection granted. A socket is a hint, the inbox is the
/// truth.
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
    internal static bool IsDone(Device device, InboxEntry entry) => entry.Kind switch
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
}
