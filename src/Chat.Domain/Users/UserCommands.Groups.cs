using Chat.Domain.Groups;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>What a group tells the entity of a member (G2 to G6). Nothing here is durable before the entity has said so.</summary>
public static partial class UserCommands
{
    /// <summary>
    /// New entries, pushed to the devices whose next visible ones they are; others pull. Without entries it only says how far the group is.
    /// Answered by <c>ReportProgress</c> once all devices have everything, else by <c>AnswerFanout</c> once a note is durable.
    /// </summary>
    /// <param name="GroupNumber">The entity in the ids of the group's messages.</param>
    /// <param name="Previous">The last position before the first entry that this member may see (G5).</param>
    /// <param name="Entries">One list for all members who are sent the same; never changed.</param>
    /// <param name="Head">The last position that this member may see.</param>
    /// <param name="Token">Comes back with the answer (G4).</param>
    /// <param name="Released">Up to where the group knows all devices to have everything: where they are, unless the entity knows better (G2).</param>
    public sealed record GroupFanout(
        UserId UserId, GroupId Group, long GroupNumber, long Previous, IReadOnlyList<GroupEntry> Entries, long Head, long Token, long Released)
        : UserCommand(UserId)
    {
        /// <summary>Messages of others up to the head that the user has not read, as far as the group has heard; null from a node that does not count.</summary>
        public int? Unread { get; init; }
    }

    /// <summary>Answer to a pull: the entries from where it asked, fewer than asked for where they are large.</summary>
    /// <param name="Previous">Up to here there is nothing (any more) that the device has not got; the first entry follows it.</param>
    public sealed record GroupEntries(
        UserId UserId, GroupId Group, long Pull, long Round, long Previous, IReadOnlyList<GroupEntry> Entries, long Head) : UserCommand(UserId)
    {
        /// <summary>See <see cref="GroupFanout.Unread"/>.</summary>
        public int? Unread { get; init; }
    }

    /// <summary>Answer to a pull: what it asked for has expired up to and including <paramref name="UpTo"/>.</summary>
    public sealed record GroupGap(UserId UserId, GroupId Group, long Pull, long Round, long UpTo, long Head) : UserCommand(UserId);

    /// <summary>Answer to <c>CaughtUp</c>, durable at the group: the note is not needed any more.</summary>
    public sealed record GroupCleared(UserId UserId, GroupId Group, long Round, long Head) : UserCommand(UserId);

    /// <summary>Answer to <c>CaughtUp</c>: there is more than the entity knew of.</summary>
    public sealed record GroupMore(UserId UserId, GroupId Group, long Round, long Head) : UserCommand(UserId);

    /// <summary>Answer to <c>Live</c>, durable at the group: what follows the head is sent to this entity again.</summary>
    public sealed record GroupLiveOk(UserId UserId, GroupId Group, long Round, long Head) : UserCommand(UserId);

    /// <summary>Answer to a pull, <c>CaughtUp</c> or <c>Live</c>: the group holds nothing for this user (any more).</summary>
    public sealed record GroupForgotten(UserId UserId, GroupId Group, long Round) : UserCommand(UserId);

    /// <summary>Answer to a <c>ReportProgress</c> that asked for it: these are durable.</summary>
    public sealed record GroupProgressRecorded(UserId UserId, GroupId Group, long Delivered, long Read) : UserCommand(UserId)
    {
        /// <summary>The last position that the user may see; 0 where the group does not know him any more.</summary>
        public long Head { get; init; }

        /// <summary>The group holds nothing for this user (any more): nothing of it is unread.</summary>
        public bool IsForgotten => Head == 0;

        /// <summary>See <see cref="GroupFanout.Unread"/>.</summary>
        public int? Unread { get; init; }

        /// <summary>Stamp of the group's newest message by then; 0 where there is none, and from an older node.</summary>
        public long LastStamp { get; init; }

        /// <summary>Which incarnation of the entity had asked; 0 from an older node.</summary>
        public long Incarnation { get; init; }

        /// <summary>Likewise the member's choice about history, up to that of this time.</summary>
        public long HistoryAt { get; init; }
    }

    /// <summary>How many have received and read messages of this user. Answered by <c>AnswerFanout</c> where no device is attached (P5).</summary>
    public sealed record GroupReceipts(
        UserId UserId, GroupId Group, long GroupNumber, IReadOnlyList<GroupReceipt> Receipts, long Head, long Token, long Released, long Timestamp)
        : UserCommand(UserId);
}

/// <param name="Members">How many there are to receive it: the sender is not among them.</param>
public readonly record struct GroupReceipt(MessageId MessageId, int Delivered, int Read, int Members);
