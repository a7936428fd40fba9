using System.Text.Json;
using Akka.Actor;
using Akka.Cluster;

namespace Chat.Node.Management.Routes;

/// <summary>
/// <c>GET /bootstrap/seed-nodes</c>: what a node that looks for a cluster asks its contact points. Byte for byte as the official package
/// answers, so that both understand each other while one is being replaced by the other.
/// </summary>
internal static class SeedNodeRoutes
{
    private const int MembersAtMost = 5;

    public static void Map(IEndpointRouteBuilder routes, ManagementContext context) =>
        routes.MapGet("/bootstrap/seed-nodes", JsonAnswer.WithCluster(context, (http, cluster) =>
            JsonAnswer.WriteAsync(http, json => Write(json, cluster.SelfAddress, Seeds(cluster)))));

    internal static void Write(Utf8JsonWriter json, Address self, IReadOnlyList<Member> seeds)
    {
        json.WriteStartObject();
        json.WriteAddress("SelfNode", self);
        json.WriteStartArray("Nodes");
        foreach (var member in seeds)
        {
            json.WriteStartObject();
            json.WriteAddress("Node", member.Address);
            json.WriteNumber("NodeUid", member.UniqueAddress.Uid);
            json.WriteNumber("Status", (int)member.Status);
            json.WriteStrings("Roles", member.Roles);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Whom a newcomer may join: members that can be reached, in any order. None where this node itself is on its way out, or not in yet.</summary>
    private static Member[] Seeds(Cluster cluster)
    {
        if (cluster.SelfMember.Status is MemberStatus.Down or MemberStatus.Exiting or MemberStatus.Leaving or MemberStatus.Removed)
            return [];
        var state = cluster.State;
        var seeds = state.Members
            .Where(member => !state.Unreachable.Contains(member) && member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Joining)
            .Take(MembersAtMost).ToArray();
        Random.Shared.Shuffle(seeds);
        return seeds;
    }
}
