using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Chat.Node.Admin.Membership;

namespace Chat.Node.Admin.Sharding;

/// <summary>The lines of pbm: <c>&lt;member line&gt; [coordinator](user) | shards: 1 | entities: 47</c>.</summary>
internal static class ShardingText
{
    public static string StatsOf(Member member, bool unreachable, string type, bool coordinator, int shards, int entities) =>
        $"{ClusterText.LineOf(member, unreachable)} {(coordinator ? "[coordinator]" : "")}({type}) | shards: {shards} | entities: {entities}";

    public static JsonObject DataOf(Address node, string type, bool coordinator, int shards, int entities) => new()
    {
        ["address"] = node.ToString(), ["region"] = type, ["coordinator"] = coordinator, ["shards"] = shards, ["entities"] = entities,
    };

    public static string ShardOf(string shard, Address node, int entities) => $"{shard} | {node} | entities: {entities}";

    public static JsonObject DataOf(string shard, Address node, int entities) => new()
    {
        ["shard"] = shard, ["address"] = node.ToString(), ["entities"] = entities,
    };

    public static string CountOf(int shards) => $"Count: {shards} shards";
}
