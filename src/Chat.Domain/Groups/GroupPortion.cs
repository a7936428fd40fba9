using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>
/// What a group has for its live members just now, for the fan-out of the node. It says nothing of what is left: a group that has more asks to be
/// put at the end of the queue (<see cref="GroupEffects.HasNews"/>), so that a busy one does not starve others.
/// </summary>
public sealed record GroupPortion(GroupId Group, IReadOnlyList<GroupFanoutBatch> Batches);

/// <summary>
/// The same entries for members who stand at the same place: usually everybody. It is split by the members' nodes, encoded once for each, and
/// there handed to the entities as one shared list.
/// </summary>
/// <param name="Number">The group's, as in the ids of its messages.</param>
/// <param name="Previous">The last position before the first entry that these members may see.</param>
/// <param name="Head">The last position that they may see.</param>
public sealed record GroupFanoutBatch(
    GroupId Group, long Number, long Previous, IReadOnlyList<GroupEntry> Entries, long Head, IReadOnlyList<FanoutTarget> Targets)
{
    public UserCommands.GroupFanout For(in FanoutTarget target) =>
        new(target.Member, Group, Number, Previous, Entries, Head, target.Token, target.Released) { Unread = target.Unread };
}

/// <param name="Node">Where his entity was when it last answered; 0 where unknown. Only a hint.</param>
public readonly record struct FanoutTarget(UserId Member, long Token, long Released, long Node)
{
    /// <summary>See <see cref="UserCommands.GroupFanout.Unread"/>.</summary>
    public int? Unread { get; init; }
}
