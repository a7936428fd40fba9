using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Inbox;

public enum EntryKind
{
    /// <summary>A message for the user.</summary>
    Message = 1,

    /// <summary>A copy of what the user sent from another device.</summary>
    Echo = 2,

    /// <summary>The peer of a conversation has received our messages up to a mark.</summary>
    PeerDelivered = 3,

    /// <summary>The peer of a conversation has read our messages up to a mark.</summary>
    PeerRead = 4,

    /// <summary>The user has read the peer's messages up to a mark, on one of his devices.</summary>
    ReadEcho = 5,

    /// <summary>The user has muted or archived a conversation, or undone that.</summary>
    Settings = 6,
}

/// <summary>
/// An entry of the inbox: a reference to a journal row, or a mark of a conversation. Bodies live in the rows (R4);
/// <see cref="Row"/> is a copy that can be dropped and read again.
/// </summary>
public sealed class InboxEntry
{
    public required long Position { get; init; }
    public required EntryKind Kind { get; init; }

    /// <summary>Our number for the conversation.</summary>
    public required int Conversation { get; init; }

    /// <summary>Of a message or echo.</summary>
    public MessageId MessageId { get; init; }

    /// <summary>The sequence number of the row that holds the body.</summary>
    public long SequenceNr { get; init; }

    /// <summary>Unix milliseconds; what expiry goes by.</summary>
    public long At { get; init; }

    /// <summary>UTF-8 bytes of the body, counted against the inbox's bound.</summary>
    public int Bytes { get; init; }

    /// <summary>Of an echo: number of the device that sent it and so does not get it; 0 where that device is gone.</summary>
    public int OriginDevice { get; init; }

    /// <summary>The sender's other devices have not been told yet (M5): the entry stays until they are.</summary>
    public bool EchoOwed { get; set; }

    /// <summary>The event in the row, while it is in memory.</summary>
    public UserEvent? Row { get; set; }

    /// <summary>Of a mark: the ids that moved it, while they are known (P1).</summary>
    public List<MessageId>? Ids { get; set; }

    /// <summary>Of a read echo: the device on which the user read; null after a restart.</summary>
    public DeviceId? ReadOn { get; set; }

    public bool Removed { get; internal set; }

    public bool IsMark => Kind is EntryKind.PeerDelivered or EntryKind.PeerRead or EntryKind.ReadEcho or EntryKind.Settings;
}
