using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Cluster;
using Chat.Actors.Administration;
using Chat.Node.Admin.Membership;

namespace Chat.Node.Admin.Messaging;

/// <summary>Lines of <c>chat stats</c> and <c>chat top</c>.</summary>
internal static class FiguresText
{
    public static string LineOf(Member node, NodeFigures? f) => f is null
        ? $"{node.Address} | {ClusterText.StatusOf(node)} | does not answer"
        : $"{node.Address} | {ClusterText.StatusOf(node)} | {(f.Ready ? "ready" : $"not ready ({f.Reasons})")} | connections: {f.Connections} | users awake: {f.Users} | groups awake: {f.GroupsAwake} | "
          + $"acked/s: {Words.Number(f.SendsPerSecond)} | frames/s: {Words.Number(f.FramesInPerSecond)} in, {Words.Number(f.FramesOutPerSecond)} out | "
          + $"events/s: {Words.Number(f.EventsPerSecond)} | ack ms: {Words.Number(f.AckP50Ms)} p50, {Words.Number(f.AckP99Ms)} p99 | write ms: {Words.Number(f.CommitP50Ms)} p50, {Words.Number(f.CommitP99Ms)} p99 | memory: {Words.Bytes(f.MemoryBytes)} | up: {Uptime(f.UptimeSeconds)}";

    public static string TotalOf(IReadOnlyList<(Member Node, NodeFigures? Figures)> nodes)
    {
        var known = nodes.Select(n => n.Figures).OfType<NodeFigures>().ToList();
        return $"Total: {nodes.Count} nodes | ready: {known.Count(f => f.Ready)} | connections: {known.Sum(f => f.Connections)} | users awake: {known.Sum(f => f.Users)} | "
               + $"groups awake: {known.Sum(f => f.GroupsAwake)} | acked/s: {Words.Number(known.Sum(f => f.SendsPerSecond))} | events/s: {Words.Number(known.Sum(f => f.EventsPerSecond))}";
    }

    public static JsonObject DataOf(Member node, NodeFigures? f) => new()
    {
        ["address"] = node.Address.ToString(), ["status"] = ClusterText.StatusOf(node), ["answers"] = f is not null, ["ready"] = f?.Ready, ["reasons"] = f?.Reasons,
        ["connections"] = f?.Connections, ["attached"] = f?.Attached, ["users_awake"] = f?.Users, ["groups_awake"] = f?.GroupsAwake,
        ["acked_per_second"] = f?.SendsPerSecond, ["frames_in_per_second"] = f?.FramesInPerSecond, ["frames_out_per_second"] = f?.FramesOutPerSecond,
        ["events_per_second"] = f?.EventsPerSecond, ["ack_ms_p50"] = f?.AckP50Ms, ["ack_ms_p99"] = f?.AckP99Ms, ["write_ms_p50"] = f?.CommitP50Ms, ["write_ms_p99"] = f?.CommitP99Ms, ["memory_bytes"] = f?.MemoryBytes,
        ["uptime_seconds"] = f?.UptimeSeconds, ["version"] = f?.Version,
        ["hottest_groups"] = new JsonArray([.. (f?.Groups ?? []).Select(g => new JsonObject { ["group"] = g.Group, ["per_second"] = g.PerSecond })]),
    };

    public static IReadOnlyList<string> ScreenOf(IReadOnlyList<(Member Node, NodeFigures? Figures)> nodes, DateTimeOffset now)
    {
        List<string> lines =
        [
            $"{now:yyyy-MM-ddTHH:mm:ssZ}  {TotalOf(nodes)}",
            "",
            $"{"node",-40} {"state",-10} {"conns",7} {"users",7} {"groups",7} {"acked/s",9} {"in/s",9} {"out/s",9} {"events/s",9} {"ack p50",8} {"ack p99",8} {"write p99",9} {"memory",10}",
        ];
        foreach (var (node, f) in nodes)
            lines.Add(f is null
                ? $"{node.Address,-40} {"silent",-10}"
                : $"{node.Address,-40} {(f.Ready ? ClusterText.StatusOf(node) : "not ready"),-10} {f.Connections,7} {f.Users,7} {f.GroupsAwake,7} {Words.Number(f.SendsPerSecond),9} "
                  + $"{Words.Number(f.FramesInPerSecond),9} {Words.Number(f.FramesOutPerSecond),9} {Words.Number(f.EventsPerSecond),9} {Words.Number(f.AckP50Ms),8} {Words.Number(f.AckP99Ms),8} {Words.Number(f.CommitP99Ms),9} {Words.Bytes(f.MemoryBytes),10}");
        lines.Add("");
        lines.Add($"{"busiest groups",-40} {"messages/s",10}");
        lines.AddRange(nodes.SelectMany(n => n.Figures?.Groups ?? []).OrderByDescending(g => g.PerSecond).Take(10).Select(g => $"{g.Group,-40} {Words.Number(g.PerSecond),10}"));
        return lines;
    }

    private static string Uptime(long seconds) => TimeSpan.FromSeconds(seconds).ToString(seconds < 86_400 ? @"hh\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
}
