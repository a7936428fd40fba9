using System.Text.Json;
using Akka.Actor;
using Akka.Cluster;

namespace Chat.Node.Management.Routes;

/// <summary>
/// <c>/cluster/members</c> as the JVM's Akka Management has it. Changes (join, leave, down) are there only where the settings allow
/// them, and each is logged.
/// </summary>
internal static partial class MemberRoutes
{
    private const string All = "/cluster/members";
    private const string One = "/cluster/members/{**address}";

    public static void Map(IEndpointRouteBuilder routes, ManagementContext context)
    {
        routes.MapGet(All, JsonAnswer.WithCluster(context, (http, cluster) => JsonAnswer.WriteAsync(http, json => Write(json, cluster.SelfAddress, cluster.State))));
        routes.MapGet(One, WithMember((http, _, member) => JsonAnswer.WriteAsync(http, json => Write(json, member))));
        if (context.Settings.ReadOnly) return;
        var log = context.Loggers.CreateLogger("Chat.Node.Management");
        routes.MapPost(All, Logged(JsonAnswer.WithCluster(context, JoinAsync)));
        routes.MapDelete(One, Logged(WithMember((http, cluster, member) => LeaveAsync(http, cluster, member.Address))));
        routes.MapPut(One, Logged(WithMember(ChangeAsync)));

        RequestDelegate WithMember(Func<HttpContext, Cluster, Member, Task> answer) => JsonAnswer.WithCluster(context, (http, cluster) =>
        {
            var asked = Uri.UnescapeDataString(http.Request.RouteValues["address"] as string ?? "");
            var member = cluster.State.Members.FirstOrDefault(m => m.Address.ToString() == asked || m.Address.HostPort() == asked);
            return member is null
                ? JsonAnswer.MessageAsync(http, $"Member [{asked}] not found", StatusCodes.Status404NotFound)
                : answer(http, cluster, member);
        });

        RequestDelegate Logged(RequestDelegate answer) => async http =>
        {
            var form = await FormOf(http);
            Log.Change(log, http.Request.Method, http.Request.Path, string.Join(' ', form.Select(f => $"{f.Key}={f.Value}")), http.Connection.RemoteIpAddress);
            // A page that somebody on this machine has open must not be able to send a form here.
            if (http.Request.Headers.Origin.Count > 0) await JsonAnswer.MessageAsync(http, "Not for pages", StatusCodes.Status403Forbidden);
            else await answer(http);
        };
    }

    /// <remarks><c>observedBy</c> stays empty: Akka.NET does not tell who cannot reach a member.</remarks>
    internal static void Write(Utf8JsonWriter json, Address self, ClusterEvent.CurrentClusterState state)
    {
        var byAge = state.Members.Where(member => member.Status == MemberStatus.Up).Order(Member.AgeOrdering).ToList();
        json.WriteStartObject();
        json.WriteString("selfNode", self.ToString());
        json.WriteStartArray("members");
        foreach (var member in state.Members) Write(json, member);
        json.WriteEndArray();
        json.WriteStartArray("unreachable");
        foreach (var member in state.Unreachable)
        {
            json.WriteStartObject();
            json.WriteString("node", member.Address.ToString());
            json.WriteStrings("observedBy", []);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (state.Leader is { } leader) json.WriteString("leader", leader.ToString());
        if (byAge.Count > 0) json.WriteString("oldest", byAge[0].Address.ToString());
        json.WriteStartObject("oldestPerRole");
        foreach (var role in byAge.SelectMany(member => member.Roles).Distinct().Order(StringComparer.Ordinal))
            json.WriteString(role, byAge.First(member => member.HasRole(role)).Address.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Member member)
    {
        json.WriteStartObject();
        json.WriteString("node", member.Address.ToString());
        json.WriteString("nodeUid", member.UniqueAddress.Uid.ToString());
        json.WriteString("status", member.Status.ToString());
        json.WriteStrings("roles", member.Roles.Order(StringComparer.Ordinal));
        json.WriteEndObject();
    }

    private static async Task<IFormCollection> FormOf(HttpContext http) =>
        http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;

    private static async Task JoinAsync(HttpContext http, Cluster cluster)
    {
        var form = await FormOf(http);
        if (!ActorPath.TryParseAddress(form["address"].ToString(), out var address) || !address.HasGlobalScope)
        {
            await JsonAnswer.MessageAsync(http, "address is missing, such as akka.tcp://chat@10.0.0.1:4053", StatusCodes.Status400BadRequest);
            return;
        }

        cluster.Join(address);
        await JsonAnswer.MessageAsync(http, $"Joining {address}");
    }

    private static async Task ChangeAsync(HttpContext http, Cluster cluster, Member member)
    {
        var form = await FormOf(http);
        switch (form["operation"].ToString().ToUpperInvariant())
        {
            case "LEAVE":
                await LeaveAsync(http, cluster, member.Address);
                break;
            case "DOWN":
                cluster.Down(member.Address);
                await JsonAnswer.MessageAsync(http, $"Downing {member.Address}");
                break;
            default:
                await JsonAnswer.MessageAsync(http, "Operation not supported", StatusCodes.Status400BadRequest);
                break;
        }
    }

    private static Task LeaveAsync(HttpContext http, Cluster cluster, Address address)
    {
        cluster.Leave(address);
        return JsonAnswer.MessageAsync(http, $"Leaving {address}");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Management: {Method} {Path} {Form} from {From}")]
        public static partial void Change(ILogger log, string method, PathString path, string form, System.Net.IPAddress? from);
    }
}
