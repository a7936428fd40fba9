using Chat.Domain.History;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>What the entities of members tell the group (G2 to G6).</summary>
public static partial class GroupCommands
{
    /// <summary>How far the member's devices are; cumulative, batched, the higher counts.</summary>
    /// <param name="Released">Every device has everything up to here.</param>
    /// <param name="Delivered">Some device has everything up to here.</param>
    /// <param name="Read">Stamp of the last message that he has read, 0 where unchanged.</param>
    /// <param name="Confirm">Answer with <c>GroupProgressRecorded</c> once it is durable: nothing else would bring it again.</param>
    public sealed record ReportProgress(
        GroupId GroupId, UserId Member, long Node, long Released, long Delivered, long Read, bool Confirm) : MemberMessage(GroupId, Member, Node)
    {
        /// <summary>Of the member's entity; comes back with the answer, which so is not taken for one to an earlier question. 0 from an older node.</summary>
        public long Incarnation { get; init; }

        /// <summary>The member's choice about history; the later counts.</summary>
        public HistoryChoice History { get; init; }
    }

    /// <summary>
    /// The answer to a <c>GroupFanout</c> or <c>GroupReceipts</c> where not all devices have everything: a note of it is durable, so the group
    /// need not repeat itself. Counts only under the member's present token (G4).
    /// </summary>
    public sealed record AnswerFanout(
        GroupId GroupId, UserId Member, long Node, FanoutAnswer Answer, long Token, long Position, long Released, long Delivered)
        : MemberMessage(GroupId, Member, Node)
    {
        /// <summary>As in <see cref="ReportProgress"/>: who answers for the first time says it without being asked.</summary>
        public HistoryChoice History { get; init; }
    }

    /// <summary>Entries for a device that is behind, answered by <c>GroupEntries</c>, <c>GroupGap</c> or <c>GroupForgotten</c> (G5).</summary>
    /// <param name="Pull">Comes back with the answer; never used twice.</param>
    /// <param name="From">The device has everything before it; 0 where it has no position yet.</param>
    /// <param name="Max">How many entries at most.</param>
    public sealed record PullEntries(
        GroupId GroupId, UserId Member, long Node, long Pull, long Round, long From, int Max) : MemberMessage(GroupId, Member, Node);

    /// <summary>All devices have everything that the entity knows of. Answered by <c>GroupCleared</c>, <c>GroupMore</c> or <c>GroupForgotten</c> (G6).</summary>
    /// <param name="Round">Comes back with the answer, which counts only if the entity has answered no fan-out since.</param>
    public sealed record CaughtUp(
        GroupId GroupId, UserId Member, long Node, long Round, long Released) : MemberMessage(GroupId, Member, Node);

    /// <summary>The attached devices have everything, others are away: from now on tell this entity again. Answered by <c>GroupLiveOk</c> (G6).</summary>
    public sealed record Live(
        GroupId GroupId, UserId Member, long Node, long Round, long Released, long Delivered) : MemberMessage(GroupId, Member, Node);
}

public enum FanoutAnswer
{
    /// <summary>Some device is attached; tell it more.</summary>
    Noted = 1,

    /// <summary>No device is attached: the entity is not to be woken again for this group.</summary>
    Dormant = 2,
}
