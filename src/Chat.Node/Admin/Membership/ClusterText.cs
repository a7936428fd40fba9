using System.Text.Json.Nodes;
using Akka.Cluster;

namespace Chat.Node.Admin.Membership;

/// <summary>The lines of pbm: <c>akka.tcp://Sys@host:port | [role1,role2] | up |  | 1.0.0</c>.</summary>
internal static class ClusterText
{
    public static string LineOf(Member member, bool unreachable) =>
        $"{member.Address} | [{string.Join(',', Roles(member))}] | {StatusOf(member)} | {(unreachable ? "unreachable" : "")} | {member.AppVersion}";

    public static JsonObject DataOf(Member member, bool unreachable) => new()
    {
        ["address"] = member.Address.ToString(),
        ["roles"] = new JsonArray([.. Roles(member).Select(role => JsonValue.Create(role))]),
        ["status"] = StatusOf(member),
        ["unreachable"] = unreachable,
        ["version"] = member.AppVersion.ToString(),
    };

    public static string StatusOf(Member member) => member.Status.ToString().ToLowerInvariant();

    public static string CountOf(int members) => $"Count: {members} nodes";

    public static string? EventOf(object @event) => @event switch
    {
        ClusterEvent.MemberStatusChange e => $"{(e is ClusterEvent.MemberRemoved ? "removed" : StatusOf(e.Member))}: {e.Member.Address}",
        ClusterEvent.UnreachableMember e => $"unreachable: {e.Member.Address}",
        ClusterEvent.ReachableMember e => $"reachable: {e.Member.Address}",
        ClusterEvent.LeaderChanged e => $"leader: {e.Leader?.ToString() ?? "none"}",
        _ => null,
    };

    private static IEnumerable<string> Roles(Member member) => member.Roles.Order(StringComparer.Ordinal);
}
