using Chat.Domain.History;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>An event of the group entity, as it stands in the journal. Applied by <see cref="GroupState"/>; no clock inside.</summary>
public abstract record GroupEvent;

/// <summary>One that is also an entry of the log: its row holds the entry until every member has it (R4).</summary>
public abstract record GroupEntryEvent(long Position, long At) : GroupEvent
{
    /// <summary>As members are sent it.</summary>
    public abstract GroupEntry ToEntry();
}

/// <summary>A change of name, members or rights; decided on committed state, one after the other (G1).</summary>
/// <param name="Revision">Of the group, after it: counts such changes from 1.</param>
public abstract record GroupChangeEvent(long Position, long Revision, long At) : GroupEntryEvent(Position, At);

public static partial class GroupEvents
{
    /// <param name="MessageId">Its entity is the group's number, its conversation 1.</param>
    /// <param name="Key">Of idempotency: hash of sender, device and client_message_id.</param>
    /// <param name="Fingerprint">Hash of group and content: the same key with another one is a client's mistake.</param>
    /// <param name="Watermarks">What had changed by then, merged into this row instead of a row of its own.</param>
    public sealed record MessageAccepted(
        long Position, MessageId MessageId, UserId Sender, DeviceId SenderDevice, ClientMessageId ClientMessageId, MessageBody Body,
        long At, UInt128 Key, ulong Fingerprint, GroupWatermarks? Watermarks) : GroupEntryEvent(Position, At)
    {
        public override GroupEntry ToEntry() => new GroupMessage(Position, At, MessageId, Sender, SenderDevice, Body);
    }

    /// <summary>Cumulative values of members that changed since the last one.</summary>
    public sealed record WatermarksAdvanced(GroupWatermarks Watermarks) : GroupEvent;

    /// <summary>Entries up to the position were older than the retention, or too many, and are gone.</summary>
    public sealed record EntriesExpired(long UpTo, long At) : GroupEvent;

    /// <summary>Sends up to that row are in the table of spilled sends, and leave memory and snapshots (M4).</summary>
    public sealed record SendsSpilled(long UpToRow, long NewestAt) : GroupEvent;

    /// <summary>An operator has limited how many messages the group takes.</summary>
    /// <param name="PerSecond">0: none at all; null: there is no limit any more.</param>
    public sealed record RateLimited(int? PerSecond, long At) : GroupEvent;

    /// <param name="Invite">Name of the invite, cut from the hash.</param>
    /// <param name="SecretHash">SHA-256 of the secret.</param>
    public sealed record InviteCreated(string Invite, ReadOnlyMemory<byte> SecretHash, UserId By, long? ExpiresAt, int? MaxUses, long At) : GroupEvent;

    public sealed record InviteRevoked(string Invite, UserId By, long At) : GroupEvent;
}

/// <summary>Absolute values: applying twice does no harm.</summary>
public sealed record GroupWatermarks(IReadOnlyList<MemberMarks> Members);

/// <summary>How far one member is (G2, G3).</summary>
/// <param name="Member">His number in the group.</param>
/// <param name="Released">Every device of his has everything up to this position.</param>
/// <param name="Delivered">Some device of his has everything up to this position.</param>
/// <param name="Read">Stamp of the last message that he has read.</param>
/// <param name="Noted">His entity holds a note that the group has news for him.</param>
/// <param name="Dormant">His entity is not contacted: no device of his is on line.</param>
public readonly record struct MemberMarks(int Member, long Released, long Delivered, long Read, bool Noted, bool Dormant)
{
    /// <summary>His choice about history.</summary>
    public HistoryChoice History { get; init; }
}
