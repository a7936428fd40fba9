using System.Text;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Groups;
using Chat.Domain.Idempotency;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// What the journal says about a user. It changes only here, in <see cref="Apply"/>, which persist handlers and recovery call alike (R3);
/// the live halves of devices and conversations ride along and never lag behind their committed halves.
/// </summary>
public sealed partial class UserState(UserId id, UserLimits limits)
{
    /// <summary>The entity's own number, 0 until it is created (M3).</summary>
    public long Number { get; private set; }

    /// <summary>Highest inbox position in use; <see cref="Head"/> includes those that only live marks use.</summary>
    public long CommittedHead { get; private set; }

    public long Head { get; set; }

    /// <summary>Stamp of the last message id that was allocated.</summary>
    public long LastStamp { get; private set; }

    /// <summary>Unix milliseconds.</summary>
    public long LastSeen { get; private set; }

    /// <summary>Entries up to this position have expired; and the id of the last of them, where known.</summary>
    public long ExpiredUpTo { get; private set; }

    public int LastDeviceNumber { get; private set; }

    public DeviceTable Devices { get; } = new();
    public ConversationTable Conversations { get; } = new();
    public SendHistory Sends { get; } = new(limits.DedupWindow, limits.SendsInMemory);
    public InboxLog Inbox { get; } = new();
    public GroupTable Groups { get; } = new();

    public bool IsCreated => Number != 0;

    /// <summary>Positions belong to this log; a client that comes with another epoch starts anew.</summary>
    public string Epoch => $"e{Number}";

    public void Apply(UserEvent @event, long sequenceNr)
    {
        switch (@event)
        {
            case UserEvents.UserCreated e: Number = e.Number; break;
            case UserEvents.MessageQueued e: Apply(e, sequenceNr); break;
            case UserEvents.EchoQueued e: Apply(e, sequenceNr); break;
            case UserEvents.DeviceRegistered e: Apply(e); break;
            case UserEvents.DeviceRenamed e:
                if (Devices.Find(e.Device) is { } renamed) renamed.Name = e.Name;
                break;
            case UserEvents.DeviceRemoved e:
                if (Devices.Find(e.Device) is { } gone) Groups.RemoveDevice(gone.Number);
                foreach (var entry in Inbox.Entries)
                    if (entry.ReadOn == e.Device)
                        entry.ReadOn = null; // it is new to whoever comes under that name
                Devices.Remove(e.Device, e.ValidFrom);
                ClearDelivered();
                break;
            case UserEvents.TokensRevoked { Device: { } device } e: Devices.Revoke(device, e.ValidFrom); break;
            case UserEvents.TokensRevoked e: Devices.RevokeAll(e.ValidFrom, e.Except); break;
            case UserEvents.EntriesExpired e: Apply(e); break;
            case UserEvents.GroupNewsNoted e:
                if (e.Watermarks is { } watermarks) Apply(watermarks);
                Groups.Note(e);
                break;
            case UserEvents.HistorySwitched e: Apply(e); break;
            case UserEvents.SendsSpilled e: Sends.Spilled(e.UpToRow, e.NewestAt); break;
            case UserEvents.ConversationSet e: Apply(e); break;
            case UserEvents.WatermarksAdvanced e: Apply(e.Watermarks); break;
            default: throw new InvalidOperationException($"An event of type {@event.GetType().Name} is not known to this version.");
        }
    }

    private void Apply(UserEvents.MessageQueued e, long sequenceNr)
    {
        if (e.Watermarks is { } watermarks) Apply(watermarks);
        var conversation = Conversations.Committed(e.MessageId.Conversation, e.Sender);
        conversation.Received(e.MessageId.Stamp, counts: e.Sender != id); // rule 8: one's own notes are not unread
        LastStamp = Math.Max(LastStamp, e.MessageId.Stamp);
        Sends.Add(e.Key, new SendRecord(e.Fingerprint, e.MessageId, e.At), sequenceNr);
        Append(new InboxEntry
        {
            Position = e.Position,
            Kind = EntryKind.Message,
            Conversation = conversation.Number,
            MessageId = e.MessageId,
            SequenceNr = sequenceNr,
            At = e.At,
            Bytes = BytesOf(e.Body),
            EchoOwed = e.EchoOwed,
            Row = e,
        });
        History.Row(sequenceNr);
    }

    private void Apply(UserEvents.EchoQueued e, long sequenceNr)
    {
        if (e.Watermarks is { } watermarks) Apply(watermarks);
        var conversation = Conversations.Committed(Conversations.FindOrOpen(e.Recipient).Number, e.Recipient);
        MarksMapping.LearnPeer(conversation, e.MessageId);
        conversation.LastEcho = Math.Max(conversation.LastEcho, e.MessageId.Stamp);
        Sends.Add(IdempotencyKey.OfEcho(e.MessageId), new SendRecord(0, e.MessageId, e.At), sequenceNr);
        Append(new InboxEntry
        {
            Position = e.Position,
            Kind = EntryKind.Echo,
            Conversation = conversation.Number,
            MessageId = e.MessageId,
            SequenceNr = sequenceNr,
            At = e.At,
            Bytes = BytesOf(e.Body),
            OriginDevice = Devices.Find(e.Device)?.Number ?? 0,
            Row = e,
        });
        History.Row(sequenceNr);
    }

    private void Apply(UserEvents.ConversationSet e)
    {
        var conversation = Conversations.Committed(e.Number, e.With);
        if (e.With.IsGroup) (conversation.PeerEntity, conversation.PeerConversation) = (e.GroupNumber, MessageId.GroupConversation);
        (conversation.Settings, conversation.SetAt) = (e.Settings, e.Position);
        if (conversation.SettingsEntry is { } before) Inbox.Remove(before);
        conversation.SettingsEntry = new InboxEntry { Position = e.Position, Kind = EntryKind.Settings, Conversation = e.Number };
        Append(conversation.SettingsEntry);
    }

    private void Apply(UserEvents.DeviceRegistered e)
    {
        LastDeviceNumber = Math.Max(LastDeviceNumber, e.Number);
        var device = new Device(e.Number, e.Device, e.At) { Platform = e.Platform, AppVersion = e.AppVersion };
        device.Commit(e.Cursor, e.Cursor, e.At);
        Devices.Add(device);
        Groups.AddDevice(e.Number);
    }

    private void Apply(UserEvents.EntriesExpired e)
    {
        ExpiredUpTo = Math.Max(ExpiredUpTo, e.UpTo);
        foreach (var entry in Inbox.Between(0, e.UpTo).Where(entry => !entry.IsMark).ToList())
            Inbox.Remove(entry);
        var stamp = MessageId.StampAt(e.At);
        foreach (var conversation in Conversations.All)
            conversation.DropUnread(stamp);
    }

    private void Apply(Watermarks watermarks)
    {
        AdvanceHead(watermarks.Head);
        LastSeen = Math.Max(LastSeen, watermarks.LastSeen);
        foreach (var marks in watermarks.Devices)
            Devices.Find(marks.Device)?.Commit(marks.Cursor, marks.Shown, marks.LastSeen);
        foreach (var marks in watermarks.Conversations)
            MarksMapping.Commit(Conversations.Committed(marks.Number, marks.With), marks);
        foreach (var marks in watermarks.Groups)
            Groups.Commit(marks);
        ClearDelivered();
    }

    private void Append(InboxEntry entry)
    {
        AdvanceHead(entry.Position);
        Inbox.Append(entry);
        Inbox.KeepNewest(limits.BodiesInMemory); // the others are read when a device gets that far (R4)
    }

    private void AdvanceHead(long position)
    {
        CommittedHead = Math.Max(CommittedHead, position);
        Head = Math.Max(Head, CommittedHead);
    }

    /// <summary>Takes out what the journal knows every device to have.</summary>
    private void ClearDelivered()
    {
        if (Devices.All.Count == 0) return;
        long cursor = long.MaxValue, shown = long.MaxValue, farthest = 0;
        foreach (var device in Devices.All)
        {
            cursor = Math.Min(cursor, device.CommittedCursor);
            shown = Math.Min(shown, device.CommittedShown);
            farthest = Math.Max(farthest, Math.Max(device.CommittedCursor, device.CommittedShown));
        }

        List<InboxEntry>? done = null;
        foreach (var entry in Inbox.Between(0, farthest))
        {
            var has = entry.Kind switch
            {
                EntryKind.Message => entry.Position <= cursor && !entry.EchoOwed, // the debt needs the body (R5)
                EntryKind.Echo => Devices.All.All(d => d.Number == entry.OriginDevice || d.CommittedShown >= entry.Position),
                EntryKind.ReadEcho => Devices.All.All(d => d.Id == entry.ReadOn || d.CommittedShown >= entry.Position),
                _ => entry.Position <= shown,
            };
            if (has) (done ??= []).Add(entry);
        }

        if (done is null) return;
        foreach (var entry in done)
            Inbox.Remove(entry);
    }

    /// <summary>Takes a snapshot's values; called once, before any event is applied.</summary>
    public void Restore(long number, long head, long lastStamp, long lastSeen, long expiredUpTo, int lastDeviceNumber)
    {
        Number = number;
        LastStamp = lastStamp;
        LastSeen = lastSeen;
        ExpiredUpTo = expiredUpTo;
        LastDeviceNumber = lastDeviceNumber;
        AdvanceHead(head);
    }

    private static int BytesOf(MessageBody body) =>
        Encoding.UTF8.GetByteCount(body.Content) + (body.MediaUrl is null ? 0 : Encoding.UTF8.GetByteCount(body.MediaUrl));
}
