using System.Text.Json.Nodes;
using Akka.Actor;
using Chat.Domain.Groups;
using Chat.Protocol.Schema.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary>Lines of <c>chat group</c>.</summary>
internal static class GroupText
{
    public static IEnumerable<(string Text, JsonObject? Data)> LinesOf(GroupView g, Address? awakeOn)
    {
        var held = Math.Max(0, g.Head - g.First + 1);
        yield return ($"group {g.Group} | {(awakeOn is null ? "asleep; this is what the journal says" : $"awake on {awakeOn}")}", new JsonObject
        {
            ["group"] = g.Group, ["awake_on"] = awakeOn?.ToString(), ["created_at"] = g.CreatedAt, ["revision"] = g.Revision, ["head"] = g.Head, ["first"] = g.First,
            ["log_bytes"] = g.LogBytes, ["limit"] = g.HasLimit ? g.Limit : null, ["per_second"] = g.PerSecond,
        });
        yield return ($"created: {Words.Time(g.CreatedAt)} | revision: {g.Revision}", null);
        yield return ($"log: {held} entries held, {Words.Bytes(g.LogBytes)} | head: {g.Head} | expired up to: {g.ExpiredUpTo}", null);
        yield return ($"rate: {Words.Number(g.PerSecond)} messages/s over the last ten seconds or so | limit: {Limit(g)}", null);
        foreach (var member in g.Members)
            yield return (LineOf(member, g.Head), DataOf(member));
        var members = g.Members.Count(m => m.Role > 0);
        yield return ($"Count: {Words.Many(members, "member")}{(members == g.Members.Count ? "" : $", {g.Members.Count - members} former")}", null);
    }

    public static string Limited(string group, int perSecond) => perSecond == 0
        ? $"group {group} is frozen: it takes no messages, until 'chat group -g {group} --unlimit'"
        : $"group {group} takes {Words.Many(perSecond, "message")} a second, until 'chat group -g {group} --unlimit'; durable";

    public static string Unlimited(string group) => $"group {group} has no limit any more";

    private static string Limit(GroupView g) =>
        !g.HasLimit ? "none" : $"{(g.Limit == 0 ? "frozen" : $"{Words.Many(g.Limit, "message")} a second")} since {Words.Time(g.LimitedAt)}";

    private static string LineOf(MemberView m, long head)
    {
        var role = m.Role == 0 ? "former" : ((GroupRole)m.Role).ToString().ToLowerInvariant();
        var behind = Math.Max(0, Math.Min(head, m.LastVisible) - m.Released);
        var state = m.Dormant ? "dormant" : m.Noted ? "noted" : "live";
        return $"member {m.Member} | {role}{(m.Muted ? ", muted" : "")} | {state} | released: {m.Released}, delivered: {m.Delivered} | behind: {behind}";
    }

    private static JsonObject DataOf(MemberView m) => new()
    {
        ["member"] = m.Member, ["role"] = m.Role, ["muted"] = m.Muted, ["dormant"] = m.Dormant, ["noted"] = m.Noted, ["released"] = m.Released,
        ["delivered"] = m.Delivered,
    };
}
