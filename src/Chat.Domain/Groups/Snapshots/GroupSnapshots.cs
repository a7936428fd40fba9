using Chat.Protocol.Schema.Snapshot.Groups;

namespace Chat.Domain.Groups.Snapshots;

/// <summary>The committed state of a group as a snapshot, and back (R3: nothing that is only live). Bodies stay in their rows (R4).</summary>
public static class GroupSnapshots
{
    public static GroupSnapshot Take(GroupState state, bool clean) => throw new NotImplementedException();

    /// <param name="state">Empty.</param>
    public static void Restore(GroupState state, GroupSnapshot snapshot) => throw new NotImplementedException();
}
