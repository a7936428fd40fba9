using Chat.Domain.Users.Inbox;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Conversations;

/// <summary>
/// A 1:1 conversation as one of the two sees it. One with a group is here only once the user has muted or archived it, or read it beside
/// other devices: of its marks just the reading and the settings are used.
/// </summary>
/// <param name="Number">Ours; it stands in the ids of the messages that we receive (M3).</param>
public sealed class Conversation(int number, ConversationPartner with)
{
    public int Number { get; } = number;
    public ConversationPartner With { get; } = with;

    /// <summary>None where it is with a group.</summary>
    public UserId Peer => With.Peer;

    public bool IsGroup => With.IsGroup;

    /// <summary>Whether an event has opened it; a snapshot takes only such.</summary>
    public bool IsCommitted { get; internal set; }

    /// <summary>As the journal has it.</summary>
    public Marks Committed;

    /// <summary>As it is now; what differs is on its way into the next watermarks.</summary>
    public Marks Live;

    /// <summary>Changes only by an event.</summary>
    public ConversationSettings Settings { get; set; }

    /// <summary>Inbox position at which the settings changed; 0 where never.</summary>
    public long SetAt { get; set; }

    /// <summary>Entity and conversation number in the ids of the messages that we send; learnt from the first receipt. Of a group, those in its ids.</summary>
    public long PeerEntity { get; set; }
    public int PeerConversation { get; set; }

    /// <summary>Stamp of the last message of the peer.</summary>
    public long LastIncoming { get; set; }

    /// <summary>Stamp of the last of our own messages that came as an echo.</summary>
    public long LastEcho { get; set; }

    /// <summary>Stamp of the last of our own messages, as far as echoes and receipts have told.</summary>
    public long LastOutgoing => Math.Max(LastEcho, Live.PeerDelivered);

    /// <summary>Stamps of the peer's messages that the journal does not know to be read; null where there are none.</summary>
    private List<long>? _unread;

    // Volatile: rebuilt from the marks after a restart.
    public InboxEntry? PeerDeliveredEntry { get; set; }
    public InboxEntry? PeerReadEntry { get; set; }
    public InboxEntry? ReadEntry { get; set; }
    public InboxEntry? SettingsEntry { get; set; }

    /// <summary>Newly delivered or read, for the next receipt to the peer: ids for display, the marks count (P1).</summary>
    public List<MessageId>? DeliveredIds { get; set; }
    public List<MessageId>? ReadIds { get; set; }

    /// <summary>When the last receipt went to the peer, Unix milliseconds; and how often since he last confirmed.</summary>
    public long ReceiptSentAt { get; set; }
    public int ReceiptAttempts { get; set; }

    /// <summary>Since when the oldest mark has been owed to the peer, Unix milliseconds.</summary>
    public long OwedSince { get; set; }

    /// <summary>When the next attempt is due, unless something new is to be told before.</summary>
    public long ReceiptDueAt { get; set; }

    /// <summary>The marks that the last receipt carried.</summary>
    public long ReceiptDelivered { get; set; }
    public long ReceiptRead { get; set; }

    /// <summary>The peer waits to hear that his receipt is written (P3).</summary>
    public bool ConfirmOwed { get; set; }

    public bool OwesReceipt => !IsGroup && (Live.Delivered > Live.DeliveredConfirmed || Live.Read > Live.ReadConfirmed);

    public bool HasReceiptToSend => Live.Delivered > Math.Max(ReceiptDelivered, Live.DeliveredConfirmed)
                                    || Live.Read > Math.Max(ReceiptRead, Live.ReadConfirmed);

    public IReadOnlyList<long> UnreadStamps => _unread ?? (IReadOnlyList<long>)[];

    public int Unread
    {
        get
        {
            if (_unread is null) return 0;
            var index = _unread.BinarySearch(Live.Read);
            return _unread.Count - (index >= 0 ? index + 1 : ~index);
        }
    }

    /// <param name="counts">Whether it is unread until it is read.</param>
    public void Received(long stamp, bool counts)
    {
        LastIncoming = Math.Max(LastIncoming, stamp);
        if (!counts || stamp <= Committed.Read) return;
        _unread ??= [];
        _unread.Add(stamp);
        if (_unread.Count > MaxUnread) _unread.RemoveAt(0);
    }

    /// <summary>A count beyond this says nothing more to a person; the oldest are forgotten first.</summary>
    public const int MaxUnread = 9_999;

    /// <summary>Forgets what was read, or has expired.</summary>
    public void DropUnread(long upTo)
    {
        if (_unread is null) return;
        var index = _unread.BinarySearch(upTo);
        _unread.RemoveRange(0, index >= 0 ? index + 1 : ~index);
        if (_unread.Count == 0) _unread = null;
    }

    public void RestoreUnread(IEnumerable<long> stamps) => _unread = stamps.ToList() is { Count: > 0 } list ? list : null;

    public MessageId OwnId(long stamp, long entity) => stamp == 0 ? default : new MessageId(stamp, entity, Number);

    /// <summary>The id up to which the user has read: of a message that he received.</summary>
    public MessageId ReadId(long stamp, long entity) => IsGroup ? PeerId(stamp) : OwnId(stamp, entity);

    public MessageId PeerId(long stamp) => stamp == 0 ? default : new MessageId(stamp, PeerEntity, PeerConversation);
}
