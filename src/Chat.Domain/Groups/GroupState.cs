using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>What the journal says about a group. It changes only in <see cref="Apply"/> (R3).</summary>
#pragma warning disable CA1822, IDE0060
public sealed class GroupState(GroupId id, GroupLimits limits)
{
    public GroupId Id => id;

    public GroupLimits Limits => limits;

    public void Apply(GroupEvent @event, long sequenceNr) => throw new NotImplementedException();
}
