using Chat.Domain.Users.Devices;
using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;
using Id = Chat.Protocol.Schema.Common.MessageId;

namespace Chat.Domain.Users.Inspection;

/// <summary>What there is to see of a user for an operator: counts, positions and times, never contents. Of an entity that is awake, or of what the journal says.</summary>
public static class UserInspection
{
    /// <summary>On line for so long, a device has had the time to acknowledge what it was sent.</summary>
    private const long StuckAfterMs = 60_000;

    private const int NewestShown = 10;

    /// <summary>Of a state that was read from the journal: nobody is attached.</summary>
    public static UserView Of(UserId id, UserState state, MessageId message, long now) =>
        Of(id, state, [], UnreadOf(state, now), message, now);

    internal static UserView Of(UserId id, UserState state, IReadOnlyList<Attachment> attachments, int unread, MessageId message, long now)
    {
        var view = new UserView
        {
            User = id.Value,
            Number = state.Number,
            Head = state.Head,
            ExpiredUpTo = state.ExpiredUpTo,
            LastSeen = state.LastSeen,
            Waiting = state.Inbox.Bodies,
            WaitingBytes = state.Inbox.Bytes,
            OldestAt = state.Inbox.Entries.FirstOrDefault(e => !e.IsMark)?.At ?? 0,
            Conversations = state.Conversations.All.Count(c => c.IsCommitted && !c.IsGroup),
            GroupsWithNews = state.Groups.All.Count(g => g.Noted),
            Unread = unread,
            ReceiptsOwed = state.Conversations.All.Count(c => c.OwesReceipt),
            EchoesOwed = state.Inbox.Entries.Count(e => e.EchoOwed),
        };
        foreach (var device in state.Devices.All)
            view.Devices.Add(Of(device, state, AttachmentOf(device, attachments), now));
        view.Newest.AddRange(Newest(state));
        if (!message.IsNone) view.Message = MessageInspection.Of(state, attachments, message);
        return view;
    }

    private static IEnumerable<WaitingMessage> Newest(UserState state) => state.Inbox.Entries
        .Where(entry => !entry.IsMark && (state.Devices.All.Count == 0 || state.Devices.All.Any(device => !User.IsDone(device, entry))))
        .TakeLast(NewestShown)
        .Reverse()
        .Select(entry => new WaitingMessage
        {
            Id = ToSchema(entry.MessageId), At = entry.At, Copy = entry.Kind == EntryKind.Echo,
            Peer = state.Conversations.Find(entry.Conversation)?.Peer.Value ?? "",
        });

    internal static Attachment? AttachmentOf(Device device, IReadOnlyList<Attachment> attachments)
    {
        foreach (var attachment in attachments)
            if (attachment.Device == device)
                return attachment;
        return null;
    }

    internal static Id ToSchema(MessageId id) => new() { Stamp = id.Stamp, Entity = id.Entity, Conversation = id.Conversation };

    private static DeviceView Of(Device device, UserState state, Attachment? attachment, long now)
    {
        var view = new DeviceView
        {
            Device = device.Id.Value, Platform = device.Platform ?? "", AppVersion = device.AppVersion ?? "", RegisteredAt = device.RegisteredAt,
            LastSeen = device.LastSeen, Cursor = device.Cursor, Shown = device.Shown,
        };
        foreach (var entry in state.Inbox.Entries)
        {
            if (entry.IsMark || User.IsDone(device, entry)) continue;
            if (view.Waiting++ == 0) (view.OldestAt, view.Oldest) = (entry.At, ToSchema(entry.MessageId));
            if (entry.Kind == EntryKind.Message && attachment is not null && entry.Position <= attachment.SentUpTo && attachment.AttachedAt + StuckAfterMs <= now
                && entry.At + StuckAfterMs <= now)
                view.Stuck++;
        }

        if (attachment is null) return view;
        (view.Online, view.Node, view.Session) = (true, attachment.Connection.Node, attachment.Connection.SessionId);
        (view.ConnectedAt, view.Window) = (attachment.AttachedAt, attachment.Window);
        view.Unacknowledged = attachment.Unacknowledged + attachment.GroupUnacknowledged;
        return view;
    }

    private static int UnreadOf(UserState state, long now) =>
        state.Conversations.All.Where(c => !c.IsGroup && !c.Settings.IsMutedAt(now)).Sum(c => c.Unread)
        + state.Groups.All.Where(g => state.Conversations.Find(g.Id)?.Settings.IsMutedAt(now) != true).Sum(g => g.Unread);
}
