using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Cluster;
using Chat.Node.Health;

namespace Chat.Node.Management.Metrics;

/// <summary>What this node sees of its cluster and is in it, as instruments of the meter <c>Chat.Cluster</c>.</summary>
internal sealed class ClusterMetrics : IDisposable
{
    private static readonly MemberStatus[] Statuses =
        [MemberStatus.Joining, MemberStatus.WeaklyUp, MemberStatus.Up, MemberStatus.Leaving, MemberStatus.Exiting, MemberStatus.Down];

    private readonly Meter _meter = new("Chat.Cluster");
    private readonly ConcurrentDictionary<string, int> _shards = new();

    public ClusterMetrics(Cluster cluster, IReadiness readiness)
    {
        _meter.CreateObservableGauge("chat.cluster.members", () => Members(cluster), "{member}", "Members as this node sees them, by status.");
        _meter.CreateObservableGauge(
            "chat.cluster.unreachable", () => cluster.IsTerminated ? 0 : cluster.State.Unreachable.Count, "{member}", "Members that somebody cannot reach.");
        _meter.CreateObservableGauge(
            "chat.cluster.shards", () => _shards.Select(of => new Measurement<int>(of.Value, new KeyValuePair<string, object?>("kind", of.Key))),
            "{shard}", "Shards on this node, by kind.");
        _meter.CreateObservableGauge("chat.node.ready", () => readiness.IsReady ? 1 : 0, null, "1 while the node may take traffic.");
        _meter.CreateObservableGauge(
            "chat.node.draining", () => readiness.Reasons.ContainsKey(ReadinessNames.Draining) ? 1 : 0, null, "1 once the node has begun to leave.");
    }

    /// <param name="kind">The sharding's name for it: <c>user</c>, <c>group</c>.</param>
    public void Shards(string kind, int count) => _shards[kind] = count;

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Members(Cluster cluster)
    {
        // Each status every time: one that has just become empty must not stay at its last number.
        var members = cluster.IsTerminated ? [] : cluster.State.Members;
        return Statuses.Select(status => new Measurement<int>(
            members.Count(member => member.Status == status), new KeyValuePair<string, object?>("status", status.ToString().ToLowerInvariant())));
    }
}
