using Chat.Domain.Groups;

namespace Chat.Actors.Groups.Fanout;

/// <summary>A portion by the nodes that its members' entities live on: for each node the entries are written once, whatever the number of members.</summary>
internal static class NodeBatches
{
    /// <param name="self">This node, which also stands for those whose node is not known: sharding finds them.</param>
    public static IEnumerable<(long Node, GroupFanoutBatch Batch)> Of(GroupPortion portion, long self)
    {
        foreach (var batch in portion.Batches)
        {
            if (IsOfOne(batch, self, out var node))
            {
                yield return (node, batch);
                continue;
            }

            foreach (var targets in batch.Targets.GroupBy(target => NodeOf(target, self)))
                yield return (targets.Key, batch with { Targets = [.. targets] });
        }
    }

    private static bool IsOfOne(GroupFanoutBatch batch, long self, out long node)
    {
        node = NodeOf(batch.Targets[0], self);
        for (var i = 1; i < batch.Targets.Count; i++)
            if (NodeOf(batch.Targets[i], self) != node)
                return false;
        return true;
    }

    private static long NodeOf(in FanoutTarget target, long self) => target.Node == 0 ? self : target.Node;
}
