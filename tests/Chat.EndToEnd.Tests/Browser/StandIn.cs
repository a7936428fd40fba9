using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>
/// Answers for the node what one window asks of its conversations and history, so that a test can choose what is there and what is
/// missing. Everything else reaches the node.
/// </summary>
internal sealed class StandIn
{
    /// <summary>2024-11-05 12:00:00 UTC; message n of a conversation is n seconds later.</summary>
    private static readonly DateTimeOffset Start = new(2024, 11, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, JsonObject> _listed = [];
    private readonly Dictionary<string, int> _kept = [];
    private readonly TaskCompletionSource<IWebSocketRoute> _socket = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandIn()
    {
    }

    /// <summary>Whether the history is on; what the switch in the profile sets.</summary>
    public bool KeepsHistory { get; set; }

    /// <summary>How many pages of history were asked for.</summary>
    public int PagesAsked { get; private set; }

    public static async Task<StandIn> ForAsync(ChatWindow window)
    {
        var stand = new StandIn();
        await window.Page.RouteAsync("**/api/conversations**", stand.AnswerAsync);
        await window.Page.RouteAsync("**/api/users/me", stand.AnswerForMeAsync);
        await window.Page.RouteWebSocketAsync("**/ws", socket =>
        {
            socket.ConnectToServer();
            stand._socket.TrySetResult(socket);
        });
        return stand;
    }

    public static string MessageId(int n) => $"{Start.AddSeconds(n):yyyyMMddHHmmss}{n:D6}000000000900001";

    /// <summary>A conversation whose other side has said <paramref name="messages"/> things, the last of them <paramref name="unread"/> unread.</summary>
    public void Lists(string peer, int messages, int unread, bool archived = false, bool muted = false, int kept = 0)
    {
        _kept[peer] = kept;
        _listed[peer] = new JsonObject
        {
            ["kind"] = "direct",
            ["peer_id"] = peer,
            ["group_id"] = null,
            ["name"] = peer,
            ["last_message"] = Message(peer, messages),
            ["unread_count"] = unread,
            ["muted"] = muted,
            ["muted_until"] = null,
            ["archived"] = archived,
            ["read_up_to"] = messages > unread ? MessageId(messages - unread) : null,
            ["activity_at"] = Start.AddSeconds(messages).ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>Pushes a frame to the window as the server would.</summary>
    public async Task PushAsync(object frame) => (await _socket.Task).Send(JsonSerializer.Serialize(frame));

    /// <summary>The bearer of a request: whose conversations are asked for.</summary>
    private static string Caller(IRequest request)
    {
        var claims = request.Headers["authorization"].Split('.')[1].Replace('-', '+').Replace('_', '/');
        return (string)JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(claims.PadRight((claims.Length + 3) / 4 * 4, '='))))!["sub"]!;
    }

    private static string Conversation(string a, string b) => string.CompareOrdinal(a, b) < 0 ? $"conv_{a}_{b}" : $"conv_{b}_{a}";

    private static JsonObject Message(string peer, int n) => new()
    {
        ["message_id"] = MessageId(n),
        ["sender_id"] = peer,
        ["content"] = $"{peer} {n}",
        ["media_url"] = null,
        ["reply_to"] = null,
        ["timestamp"] = Start.AddSeconds(n).ToUnixTimeMilliseconds(),
    };

    private Task AnswerAsync(IRoute route)
    {
        var request = route.Request;
        var path = new Uri(request.Url).AbsolutePath["/api/conversations".Length..];
        if (path.Length == 0) return JsonAsync(route, List(Caller(request)));
        var id = path.Split('/')[1];
        var peer = _listed.Keys.Single(one => Conversation(Caller(request), one) == id);
        return JsonAsync(route, path.EndsWith("/messages", StringComparison.Ordinal) ? Page(peer, new Uri(request.Url).Query) : Set(id, peer, request.PostData!));
    }

    private JsonObject List(string me)
    {
        var all = _listed.Select(one =>
        {
            var entry = one.Value.DeepClone();
            entry["conversation_id"] = Conversation(me, one.Key);
            return entry;
        });
        return new JsonObject { ["conversations"] = new JsonArray([.. all]), ["total_unread"] = 0, ["next_cursor"] = null };
    }

    private JsonObject Set(string id, string peer, string change)
    {
        foreach (var (key, value) in JsonNode.Parse(change)!.AsObject())
            _listed[peer][key] = value?.DeepClone();
        var row = _listed[peer];
        return new JsonObject
        {
            ["conversation_id"] = id,
            ["muted"] = row["muted"]!.DeepClone(),
            ["muted_until"] = row["muted_until"]?.DeepClone(),
            ["archived"] = row["archived"]!.DeepClone(),
        };
    }

    /// <summary>Fifty at a time, of messages 1 to what is kept.</summary>
    private JsonObject Page(string peer, string query)
    {
        PagesAsked++;
        var asked = query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var all = KeepsHistory ? Enumerable.Range(1, _kept[peer]).ToList() : [];
        var fitting = asked.TryGetValue("before", out var before) ? all.Where(n => string.CompareOrdinal(MessageId(n), before) < 0).ToList()
            : asked.TryGetValue("after", out var after) ? all.Where(n => string.CompareOrdinal(MessageId(n), after) > 0).ToList() : all;
        var page = asked.ContainsKey("after") ? fitting.Take(50) : fitting.TakeLast(50);
        return new JsonObject
        {
            ["messages"] = new JsonArray([.. page.Select(n => Message(peer, n))]),
            ["has_more"] = fitting.Count > 50,
            ["kept_since"] = KeepsHistory ? Start.ToUnixTimeMilliseconds() : null,
            ["history"] = KeepsHistory ? "on" : "off",
        };
    }

    private async Task AnswerForMeAsync(IRoute route)
    {
        if (route.Request.Method == "PATCH") KeepsHistory = (bool)JsonNode.Parse(route.Request.PostData!)!["keep_history"]!;
        await JsonAsync(route, new JsonObject { ["user_id"] = Caller(route.Request), ["keep_history"] = KeepsHistory });
    }

    private static Task JsonAsync(IRoute route, JsonNode body) => route.FulfillAsync(new() { ContentType = "application/json", Body = body.ToJsonString() });
}
